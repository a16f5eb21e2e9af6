"""The shapes of the data: what is asked, what was judged, what is done, what follows."""
