"""Classes ``s``, ``param``, ``line``, ``val`` and ``num``, which need nothing of SIP: the variables' engine has them."""

from kahea.api.values import PV_TRANSFORMATIONS
from kahea.modules.pv.exports import module

__all__: list[str] = []

for _tr_class in PV_TRANSFORMATIONS:
    module.transformations(_tr_class)
