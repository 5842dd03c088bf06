"""Two records become one, or two again, or are said to be two people’s."""
