// Why: those above a store ask for a region or an area, and a store that moves to another area keeps its
// earlier days in the old one: its place is dated, and the last one that has begun counts.
//   store_place_area              the stores of an area are found without reading all places

extension Migration {
    static let organisation = Migration(
        version: 17, name: "organisation",
        why: "regions, areas with their managers, and where each store belongs from which day on",
        statements: [
            """
            CREATE TABLE region (
                region_id      BIGINT PRIMARY KEY CHECK (region_id > 0),
                name           TEXT   NOT NULL UNIQUE CHECK (name <> '')
            )
            """,
            """
            CREATE TABLE area (
                area_id        BIGINT PRIMARY KEY CHECK (area_id > 0),
                region_id      BIGINT NOT NULL REFERENCES region (region_id),
                name           TEXT   NOT NULL UNIQUE CHECK (name <> ''),
                manager_id     TEXT   REFERENCES staff (staff_id)
            )
            """,
            """
            CREATE TABLE store_place (
                store_id       TEXT   NOT NULL REFERENCES store (store_id),
                from_date      TEXT   NOT NULL,
                area_id        BIGINT REFERENCES area (area_id),
                placed_by      TEXT   NOT NULL REFERENCES staff (staff_id),
                placed_at_us   BIGINT NOT NULL,
                PRIMARY KEY (store_id, from_date)
            )
            """,
            "CREATE INDEX store_place_area ON store_place (area_id, store_id)",
        ])
}
