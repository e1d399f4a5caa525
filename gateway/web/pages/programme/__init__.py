"""The programme as its staff makes it: activities, their dates, and what becomes of them. Everybody else's are in
`activities`.
"""
