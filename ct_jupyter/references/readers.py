"""What reads and writes data, by library: the one place to add a reader."""

from __future__ import annotations

from typing import NamedTuple


class Reader(NamedTuple):
    """A function that reads or writes a file."""

    name: str
    """``pandas.read_csv``."""
    library: str
    position: int = 0
    """Of the argument that names the file."""
    writes: bool = False
    unread: str | None = None
    """Why such a file is not looked at."""


PATH_KEYWORDS = frozenset(
    [
        "filepath_or_buffer",
        "path",
        "io",
        "path_or_buf",
        "path_or_buffer",
        "path_or_paths",
        "source",
        "file",
        "fname",
        "filename",
        "filepath",
        "where",
        "dest",
        "data_files",
        "root",
        "urlpath",
        "fid",
        "database",
        "file_or_path",
        "path_or_file",
        "base_dir",
        "container_path",
        "sink",
        "output_file",
        "file_name",
        "paths",
        "outfile",
        "path_to_file",
        "workbook",
        "dataset_path",
        "excel_writer",
        "f",
        "local_path",
        "con",
    ]
)
"""Keywords that name the file, whatever the reader."""

HDF = "HDF5 files are not looked at"
R_OBJECTS = "R's own objects are not looked at"
DELTA = "Delta tables are not looked at"

_FUNCTIONS = {
    "pandas": "read_csv read_table read_parquet read_feather read_excel read_json read_pickle read_orc"
    " read_stata read_sas read_spss read_xml read_fwf read_html ExcelFile",
    "polars": "read_csv read_csv_batched read_parquet read_json read_ndjson read_ipc read_ipc_stream"
    " read_excel read_ods read_avro scan_csv scan_parquet scan_ndjson scan_ipc",
    "pyarrow.parquet": "read_table read_pandas ParquetFile ParquetDataset read_metadata",
    "pyarrow.feather": "read_feather read_table",
    "pyarrow.csv": "read_csv open_csv",
    "pyarrow.json": "read_json open_json",
    "pyarrow.orc": "read_table ORCFile",
    "pyarrow.dataset": "dataset parquet_dataset",
    "pyarrow.ipc": "open_file open_stream",
    "pyarrow": "memory_map OSFile",
    "fastparquet": "ParquetFile",
    "dask.dataframe": "read_csv read_table read_parquet read_json read_orc read_fwf",
    "duckdb": "read_csv read_parquet read_json from_csv_auto from_parquet connect",
    "numpy": "loadtxt genfromtxt load fromfile recfromcsv memmap",
    "datasets": "load_from_disk Dataset.from_csv Dataset.from_json Dataset.from_parquet Dataset.from_text"
    " Dataset.from_file DatasetDict.load_from_disk Dataset.load_from_disk",
    "sklearn.datasets": "load_files load_svmlight_file",
    "joblib": "load",
    "sqlite3": "connect",
    "aiosqlite": "connect",
    "sqlalchemy": "create_engine create_async_engine",
    "python": "open io.open codecs.open gzip.open bz2.open lzma.open zipfile.ZipFile tarfile.open",
    "openpyxl": "load_workbook",
    "xlrd": "open_workbook",
    "geopandas": "read_file read_parquet read_feather",
    "fiona": "open",
    "pyreadstat": "read_sav read_dta read_sas7bdat read_xport",
    "vaex": "open",
    "datatable": "fread",
    "ibis": "read_csv read_parquet read_json",
    "scanpy": "read_csv read_text",
    "tensorflow.data": "TextLineDataset experimental.make_csv_dataset experimental.CsvDataset",
}
_SAME_AS_PANDAS = ("modin.pandas", "cudf", "pyspark.pandas", "databricks.koalas", "fireducks.pandas")

READERS: dict[str, Reader] = {
    name: Reader(name, library.partition(".")[0])
    for library, names in _FUNCTIONS.items()
    for name in ((f"{library}.{one}" if library != "python" else one) for one in names.split())
}
READERS |= {
    f"{library}.{one}": Reader(f"{library}.{one}", "pandas" if library.endswith("pandas") else library)
    for library in _SAME_AS_PANDAS
    for one in _FUNCTIONS["pandas"].split()
}
READERS |= {
    one.name: one
    for one in (
        Reader("pandas.read_hdf", "pandas", unread=HDF),
        Reader("pandas.HDFStore", "pandas", unread=HDF),
        Reader("h5py.File", "h5py", unread=HDF),
        Reader("dask.dataframe.read_hdf", "dask", unread=HDF),
        Reader("anndata.read_h5ad", "anndata", unread=HDF),
        Reader("scanpy.read_h5ad", "scanpy", unread=HDF),
        Reader("polars.read_delta", "polars", unread=DELTA),
        Reader("polars.scan_delta", "polars", unread=DELTA),
        Reader("deltalake.DeltaTable", "deltalake", unread=DELTA),
        Reader("pyreadr.read_r", "pyreadr", unread=R_OBJECTS),
        Reader("pandas.ExcelWriter", "pandas", 0, True),
        Reader("pyarrow.parquet.write_table", "pyarrow", 1, True),
        Reader("pyarrow.feather.write_feather", "pyarrow", 1, True),
        Reader("pyarrow.csv.write_csv", "pyarrow", 1, True),
        Reader("pyarrow.dataset.write_dataset", "pyarrow", 1, True),
        Reader("fastparquet.write", "fastparquet", 0, True),
        Reader("numpy.savetxt", "numpy", 0, True),
        Reader("numpy.save", "numpy", 0, True),
        Reader("numpy.savez", "numpy", 0, True),
        Reader("numpy.savez_compressed", "numpy", 0, True),
        Reader("joblib.dump", "joblib", 1, True),
    )
}

WRITING_METHODS: dict[str, Reader] = {
    name: Reader(name, library, writes=True, unread=unread)
    for library, unread, names in (
        (
            "pandas",
            None,
            "to_csv to_parquet to_json to_excel to_feather to_pickle to_orc to_stata to_xml to_file",
        ),
        ("pandas", HDF, "to_hdf"),
        (
            "polars",
            None,
            "write_csv write_parquet write_json write_ndjson write_ipc write_ipc_stream write_excel"
            " write_avro sink_csv sink_parquet sink_ndjson sink_ipc",
        ),
        ("polars", DELTA, "write_delta"),
        ("datasets", None, "save_to_disk"),
    )
    for name in names.split()
}
WRITING_METHODS["to_sql"] = Reader("to_sql", "pandas", 1, True)

PATH_METHODS = {
    "read_text": False,
    "read_bytes": False,
    "open": False,
    "write_text": True,
    "write_bytes": True,
}
"""Of ``pathlib.Path``; the value tells whether they write."""

SPARK_FORMATS = frozenset(["csv", "parquet", "json", "orc", "text", "load", "save", "table"])
"""Methods behind ``spark.read`` and ``frame.write``."""

QUERIES = frozenset(
    [
        "read_sql",
        "read_sql_query",
        "read_sql_table",
        "read_database",
        "read_database_uri",
        "from_query",
        "sql",
        "execute",
        "executemany",
        "executescript",
        "query",
    ]
)
"""Calls that take SQL; the file is in the text, or behind the connection."""

CONNECTING_WORDS = (
    "sqlite3.connect aiosqlite.connect duckdb.connect sqlalchemy.create_engine sqlalchemy.create_async_engine"
)
CONNECTING = frozenset(CONNECTING_WORDS.split())

USUAL_NAMES = {
    "pd": "pandas",
    "pl": "polars",
    "np": "numpy",
    "dd": "dask.dataframe",
    "pq": "pyarrow.parquet",
    "pa": "pyarrow",
    "gpd": "geopandas",
    "mpd": "modin.pandas",
    "ps": "pyspark.pandas",
    "sc": "scanpy",
    "tf": "tensorflow",
}
"""What a name stands for where no import was seen: a cell is looked at before the one above it has run."""

DATA_SUFFIXES = frozenset(
    [
        ".csv",
        ".tsv",
        ".tab",
        ".psv",
        ".txt",
        ".dat",
        ".data",
        ".json",
        ".jsonl",
        ".ndjson",
        ".geojson",
        ".parquet",
        ".pq",
        ".feather",
        ".arrow",
        ".ipc",
        ".xlsx",
        ".xls",
        ".xlsm",
        ".xlsb",
        ".ods",
        ".db",
        ".sqlite",
        ".sqlite3",
        ".duckdb",
        ".ddb",
        ".pkl",
        ".pickle",
        ".orc",
        ".avro",
        ".xml",
        ".gz",
        ".zst",
        ".bz2",
        ".xz",
        ".zip",
        ".log",
        ".dta",
        ".sav",
        ".sas7bdat",
        ".h5",
        ".hdf5",
        ".hdf",
        ".npy",
        ".npz",
        ".rds",
        ".rdata",
        ".joblib",
    ]
)
"""What ``open`` and a text in SQL must name to be data: notebooks open configuration and pictures as well."""

COMPRESSIONS = frozenset({".gz", ".zst", ".bz2", ".xz", ".zip"})
