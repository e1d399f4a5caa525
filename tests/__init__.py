"""The tests mirror the source; journeys, failures and browser drive a whole network from outside."""
