"""A whole network, as an operator would run it: processes, ports, files. Known from outside only."""
from tests.network.nodes import Network, running
from tests.network.people import Member, Visitor

__all__ = ["Member", "Network", "Visitor", "running"]
