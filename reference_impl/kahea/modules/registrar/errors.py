"""What registrar refuses.

kahea.base.errors.KaheaError
  RegistrarError    a server that cannot start with these parameters
  Refused           a REGISTER that is answered with an error, which its `problem` tells
"""

from enum import Enum

from kahea.api.values import KaheaError

__all__ = ["Problem", "Refused", "RegistrarError"]


class RegistrarError(KaheaError):
    """A server that cannot start with these parameters."""


class Problem(Enum):
    """Why a REGISTER is refused: code, reason phrase, and what stands in P-Registrar-Error (Kamailio's ``rerrno``)."""

    UL_DEL_R = (500, "Server Internal Error", "usrloc_record_delete failed")
    UL_GET_R = (500, "Server Internal Error", "usrloc_record_get failed")
    UL_UPD_C = (500, "Server Internal Error", "usrloc_contact_update failed")
    UL_INS_C = (500, "Server Internal Error", "usrloc_contact_insert failed")
    INV_CSEQ = (400, "Bad Request", "Invalid CSeq number")
    AOR_LEN = (500, "Server Internal Error", "Address Of Record too long")
    AOR_PARSE = (400, "Bad Request", "Error while parsing AOR")
    INV_Q = (400, "Bad Request", "Invalid q param in contact")
    PARSE = (400, "Bad Request", "Message parse error")
    TO_MISS = (400, "Bad Request", "To header not found")
    CID_MISS = (400, "Bad Request", "Call-ID header not found")
    CS_MISS = (400, "Bad Request", "CSeq header not found")
    PARSE_CONT = (400, "Bad Request", "Contact parse error")
    STAR_EXP = (400, "Bad Request", "* used in contact and expires is not zero")
    STAR_CONT = (400, "Bad Request", "* used in contact and more than 1 contact")
    TOO_MANY = (503, "Service Unavailable", "Too many registered contacts")
    CONTACT_LEN = (400, "Bad Request", "Contact/received too long")
    CALLID_LEN = (400, "Bad Request", "Callid too long")
    PARSE_PATH = (400, "Bad Request", "Path parse error")
    PATH_UNSUP = (420, "Bad Extension", "No support for found Path indicated")
    OB_UNSUP = (421, "Extension Required", "No support for Outbound indicated")
    OB_REQD = (420, "Bad Extension", "No support for Outbound on server")
    OB_UNSUP_EDGE = (439, "First Hop Lacks Outbound Support", "No support for Outbound on edge proxy")
    INV_REGID = (400, "Bad Request", "Invalid Reg-Id number")
    LOW_EXP = (423, "Interval Too Brief", "Interval too brief")
    OUT_OF_ORDER = (500, "Server Internal Error", "Invalid CSeq number")
    """As INV_CSEQ where the RFCs rule: an abort that the phone may overcome is the server's (RFC 3261 §10.3 step 7)."""

    @property
    def code(self) -> int:
        """The status of the reply."""
        return self.value[0]

    @property
    def reason(self) -> bytes:
        """Its reason phrase."""
        return self.value[1].encode()

    @property
    def text(self) -> bytes:
        """What P-Registrar-Error says."""
        return self.value[2].encode()


class Refused(KaheaError):  # noqa: N818  the word of the RFC, and of the log
    """A REGISTER that is answered with an error; nothing has changed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.problem.code}: {self.problem.value[2]}"
