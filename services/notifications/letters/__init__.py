"""What a letter says: subject, text and HTML from `templates/<language>/`, with dates and money as its language
writes them. Reads the templates; never sends.

`<kind>.subject.txt`, `<kind>.txt` and `<kind>.html` say the same. Phrases that both bodies share stand in files
of their own: `when.txt`, `until.txt`, `reason.txt`…
"""

from services.notifications.letters.environment import TEMPLATES
from services.notifications.letters.writing import Letter, write

__all__ = ["TEMPLATES", "Letter", "write"]
