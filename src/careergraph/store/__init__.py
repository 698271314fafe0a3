"""Where statements live: the dataset, RDF files, stores on disk, endpoints and mappings."""
