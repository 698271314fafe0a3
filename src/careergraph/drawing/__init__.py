"""Networks as pictures: positions, shapes and colours, and the scripts that show them."""
