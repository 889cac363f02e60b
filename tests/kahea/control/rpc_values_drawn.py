"""Values that every format carries, for the property tests of control."""

from hypothesis import strategies as st

from kahea.control.value import RpcValue

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
SCALARS = st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.sampled_from([0.0, -0.5, 2.5, 1e6]), TEXTS)
VALUES: st.SearchStrategy[RpcValue] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)
