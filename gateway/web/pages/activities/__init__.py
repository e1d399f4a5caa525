"""The pages of the programme, for the public and for members."""
