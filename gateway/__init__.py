"""The public HTTP face of the network: a JSON API and the pages, both by asking the services over RPC.

Owns      nothing; holds no state and no database
Answers   HTTP: `gateway.api` (JSON, `/api`), `gateway.web` (pages)
Emits     nothing
Hears     nothing; keeps the cities' public keys for a minute (`gateway.tokens`)
"""
