"""The module's exports, which its other files fill, its parameters."""

from kahea.api import Module, engine
from kahea.api.values import PvSyntaxError, parse_format

__all__ = ["auto_newline", "buf_size", "force_color", "long_format", "methods_filter", "module", "prefix", "prefix_mode"]

module = Module("xlog")

buf_size = module.param("buf_size", default=4096, low=1, high=65_536, doc="the bytes of a line's text that are written")
force_color = module.param("force_color", default=0, low=0, high=1, doc="colours even where the log does not go to stderr")
long_format = module.param("long_format", default=0, low=0, high=1, doc="every line begins with its line in the configuration")
prefix = module.param("prefix", default="<script>: ", doc="what stands before the text of each line")
prefix_mode = module.param("prefix_mode", default=0, low=0, high=1, doc="whether the prefix may hold variables")
log_facility = module.param("log_facility", doc="the facility of the system's log", has_effect=False)
log_colors = module.list_param("log_colors", doc="the colour of each level", has_effect=False)
methods_filter = module.param(
    "methods_filter", default=-1, low=-1, runtime=True, doc="the methods that xlogm() is silent about, as bits; -1 for all"
)
auto_newline = module.param("auto_newline", default=0, low=0, high=1, doc="a line end behind each text", has_effect=False)


@module.on_init
def prepare() -> None:
    """Nothing; a prefix with variables is one that can be read.

    Raises:
        PvSyntaxError: the prefix holds what is no variable.
    """
    here = engine()
    if prefix_mode.value:
        try:
            parse_format(here.pvs, prefix.value.encode())
        except PvSyntaxError as error:
            raise PvSyntaxError(f"prefix: {error.reason}", error.offset) from error
