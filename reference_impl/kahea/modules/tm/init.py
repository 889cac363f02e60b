"""What tm hooks into when the server starts."""

from kahea.api import engine, provide
from kahea.api.peers.tm import TmApi
from kahea.api.values import When
from kahea.modules.tm.api import Transactions
from kahea.modules.tm.forwarding import script_ended
from kahea.modules.tm.params import module
from kahea.modules.tm.replies import is_late_success, reply_came
from kahea.modules.tm.rpcs_uac import OwnReply, answer_own
from kahea.modules.tm.state import tm_state


@module.on_init
def mod_init() -> None:
    """Nothing; replies come here before they are forwarded, and each script's end is noticed."""
    here = engine()
    tm = tm_state()
    provide(TmApi, Transactions(tm))
    here.driver.register(OwnReply, answer_own)
    here.reply_handlers.append(lambda msg: reply_came(tm, msg))
    here.branch_checks.append(lambda msg: is_late_success(tm, msg))
    here.script_cbs.register(When.POST_REQUEST, script_ended)
