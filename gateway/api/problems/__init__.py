"""Refusals as problem documents, and every code that the API may answer with: what it means, what to do.

The codes are a contract; the words may change.
"""

from gateway.api.problems.answering import PAGE, refuse
from gateway.api.problems.code import Code
from gateway.api.problems.codes import CODES

__all__ = ["CODES", "PAGE", "Code", "refuse"]
