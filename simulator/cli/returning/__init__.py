"""``kouan demo --story returns``: a cancellation, a partial return, a held parcel and tax bills, told on one screen."""
