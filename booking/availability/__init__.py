"""Which times are free. Pure arithmetic on whole minutes; one query fetches what is taken.

Instants are minutes since 1970 in UTC (`epoch minutes`), so that a day with a change of clocks is just shorter
or longer. Wall-clock hours become instants once per block, through the zone (performance, "Learnt").
"""
