"""Who came, and how was it?"""
