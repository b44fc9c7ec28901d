"""What tables and samples are read from: a module for each form. Parquet, which is written too, lies beside."""
