"""What a letter says: subject, text and HTML from `templates/<language>/`, with dates and money as its language
writes them. Reads the templates; never sends.

`<kind>.subject.txt`, `<kind>.txt` and `<kind>.html` say the same. Phrases that both bodies share stand in files
of their own: `when.txt`, `until.txt`, `reason.txt`… An SMS is the subject as `sms.txt` lays it out.
"""

from services.notifications.letters.environment import LONGEST_FILE, TEMPLATES
from services.notifications.letters.faults import Fault
from services.notifications.letters.replaced import replaced, unknown
from services.notifications.letters.retelling import retell, subject_of
from services.notifications.letters.writing import Letter, try_own, write, write_ours, write_short

__all__ = [
    "LONGEST_FILE",
    "TEMPLATES",
    "Fault",
    "Letter",
    "replaced",
    "retell",
    "subject_of",
    "try_own",
    "unknown",
    "write",
    "write_ours",
    "write_short",
]
