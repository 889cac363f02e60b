"""The RPC commands that change settings, now or at a commit."""

from kahea.api import engine
from kahea.api.values import RpcFault, RpcValue
from kahea.modules.cfg_rpc.exports import group_of, module, refusals

__all__: list[str] = []


def _set(group: str, name: str, value: RpcValue, *, is_now: bool) -> None:
    settings = engine().settings
    change = settings.set_now if is_now else settings.set_delayed
    base, instance = group_of(group)
    with refusals():
        change(base, name, value, instance)


def _delete(group: str, name: str, *, is_now: bool) -> None:
    settings = engine().settings
    base, instance = group_of(group)
    if instance is None:
        raise RpcFault(400, "expected group[instance]: only an instance's own value can be deleted")
    delete = settings.delete_now if is_now else settings.delete_delayed
    with refusals():
        delete(base, name, instance)


@module.rpc("cfg.set")
def rpc_set(group: str, name: str, value: RpcValue) -> None:
    """Sets a setting of either type, at once."""
    _set(group, name, value, is_now=True)


@module.rpc("cfg.set_now_int")
def rpc_set_now_int(group: str, name: str, value: int) -> None:
    """Sets a number, at once."""
    _set(group, name, value, is_now=True)


@module.rpc("cfg.seti")
def rpc_seti(group: str, name: str, value: int) -> None:
    """Sets a number, at once."""
    _set(group, name, value, is_now=True)


@module.rpc("cfg.set_now_string")
def rpc_set_now_string(group: str, name: str, value: str) -> None:
    """Sets a string, at once."""
    _set(group, name, value, is_now=True)


@module.rpc("cfg.sets")
def rpc_sets(group: str, name: str, value: str) -> None:
    """Sets a string, at once."""
    _set(group, name, value, is_now=True)


@module.rpc("cfg.del")
def rpc_del(group: str, name: str) -> None:
    """Gives an instance the group's value of a setting again, at once."""
    _delete(group, name, is_now=True)


@module.rpc("cfg.set_delayed")
def rpc_set_delayed(group: str, name: str, value: RpcValue) -> None:
    """Lays a value of either type aside for cfg.commit."""
    _set(group, name, value, is_now=False)


@module.rpc("cfg.set_delayed_int")
def rpc_set_delayed_int(group: str, name: str, value: int) -> None:
    """Lays a number aside for cfg.commit."""
    _set(group, name, value, is_now=False)


@module.rpc("cfg.set_delayed_string")
def rpc_set_delayed_string(group: str, name: str, value: str) -> None:
    """Lays a string aside for cfg.commit."""
    _set(group, name, value, is_now=False)


@module.rpc("cfg.del_delayed")
def rpc_del_delayed(group: str, name: str) -> None:
    """Lays aside for cfg.commit that an instance gets the group's value again."""
    _delete(group, name, is_now=False)


@module.rpc("cfg.commit")
def rpc_commit() -> None:
    """Makes all changes that were laid aside, together."""
    with refusals():
        engine().settings.commit()


@module.rpc("cfg.rollback")
def rpc_rollback() -> None:
    """Forgets all changes that were laid aside."""
    engine().settings.rollback()


@module.rpc("cfg.reset")
def rpc_reset(group: str) -> None:
    """Gives all settings of a group the values that they began with."""
    base, _ = group_of(group)
    with refusals():
        engine().settings.reset(base)


@module.rpc("cfg.add_group_inst")
def rpc_add_group_inst(group: str) -> None:
    """Adds an instance, written ``group[number]``."""
    base, instance = group_of(group)
    if instance is None:
        raise RpcFault(400, "expected group[instance]")
    with refusals():
        engine().settings.add_instance(base, instance)


@module.rpc("cfg.del_group_inst")
def rpc_del_group_inst(group: str) -> None:
    """Removes an instance, written ``group[number]``."""
    base, instance = group_of(group)
    if instance is None:
        raise RpcFault(400, "expected group[instance]")
    with refusals():
        engine().settings.delete_instance(base, instance)
