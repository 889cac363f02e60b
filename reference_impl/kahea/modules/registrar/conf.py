"""The parameters that are read for each message, taken over once when they are all set."""

from kahea.api import engine, peer
from kahea.api.peers.usrloc import UsrlocApi
from kahea.modules.registrar import params
from kahea.modules.registrar.errors import RegistrarError

__all__ = ["Conf", "conf"]


class Conf:
    """The values of one engine; those that may change while it runs stay with their `Param`."""

    __slots__ = (
        "contact_max_size",
        "filters_methods",
        "flow_timer",
        "gives_gruu",
        "is_strict",
        "lookup_filter",
        "min_expires_is_error",
        "outbound_mode",
        "path_check_local",
        "path_mode",
        "path_use_received",
        "received_avp",
        "received_param",
        "regid_always",
        "sock_advertised",
        "sock_hdr_name",
        "sock_mask",
        "ul",
        "use_path",
        "xavp_cfg",
        "xavp_rcd",
        "xavp_rcd_mask",
    )  # fmt: skip

    def __init__(self) -> None:
        ul = peer(UsrlocApi)
        assert ul is not None, "the module needs usrloc"
        self.ul: UsrlocApi = ul
        self.is_strict = engine().core.sip_conformance == "strict"
        self.contact_max_size = params.contact_max_size.value
        self.min_expires_is_error = bool(params.min_expires_mode.value)
        self.received_param = params.received_param.value.encode()
        self.received_avp = params.received_avp.value
        self.sock_advertised = bool(params.sock_mode.value)
        flag = params.sock_flag.value
        self.sock_mask = 1 << flag if flag >= 0 else 0
        self.sock_hdr_name = params.sock_hdr_name.value.encode()
        self.use_path = bool(params.use_path.value)
        self.path_mode = params.path_mode.value
        self.path_use_received = bool(params.path_use_received.value)
        self.path_check_local = bool(params.path_check_local.value)
        self.filters_methods = bool(params.method_filtering.value)
        self.gives_gruu = bool(params.gruu_enabled.value)
        self.outbound_mode = params.outbound_mode.value
        self.regid_always = bool(params.regid_mode.value)
        self.flow_timer = params.flow_timer.value
        self.xavp_cfg = params.xavp_cfg.value.encode()
        self.xavp_rcd = params.xavp_rcd.value.encode()
        self.xavp_rcd_mask = params.xavp_rcd_mask.value
        self.lookup_filter = params.lookup_filter_mode.value
        if self.flow_timer and not self.outbound_mode:
            raise RegistrarError("flow_timer needs outbound_mode 1 or 2")


conf = params.module.state(Conf)
"""The values of the engine at work."""
