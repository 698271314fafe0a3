"""The graph as a networkx network: its projection, finding things in it, describing one."""
