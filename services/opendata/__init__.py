"""The publisher: what happens in the network, as open data, under Licence Ouverte 2.0.

Owns:    the datasets places, spaces and occupancy, each a projection of what it hears; their catalogue.
Answers: nothing over RPC; over HTTP /catalog.{ttl,jsonld,rdf}, /datasets/{name}.{csv,json,geojson},
         /datasets/{name}/schema.json, and / for people.
Emits:   nothing.
Hears:   bookings: place.published, space.published; booking.held, .requested, .confirmed, .moved, .checked_in,
         .checked_out, .cancelled, .denied, .lapsed, .missed.

Knows no person: of a booking it keeps the unit and the period; not who holds it, from which city, at what
price.
"""
