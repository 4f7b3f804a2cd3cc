// Why: who sells what, where, and by which tender methods. Methods carry their dates from the first
// day on, because the notice that started all this is a change of methods on a date (N1).

extension Migration {
    static let chainAndCatalogue = Migration(
        version: 1, name: "chain and catalogue",
        why: "stores, registers, people, goods; tender methods with the dates they are valid for",
        statements: [
            """
            CREATE TABLE store (
                store_id       TEXT   PRIMARY KEY CHECK (length(store_id) = 4),
                name           TEXT   NOT NULL,
                licence        TEXT   NOT NULL,
                phone          TEXT   NOT NULL,
                day_turns_us   BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE register (
                store_id       TEXT   NOT NULL REFERENCES store (store_id),
                register_id    TEXT   NOT NULL CHECK (length(register_id) = 2),
                PRIMARY KEY (store_id, register_id)
            )
            """,
            """
            CREATE TABLE staff (
                staff_id       TEXT   PRIMARY KEY CHECK (length(staff_id) = 4),
                name           TEXT   NOT NULL,
                role           TEXT   NOT NULL
                    CHECK (role IN ('cashier', 'pharmacist', 'manager', 'area', 'finance')),
                store_id       TEXT   REFERENCES store (store_id),
                pin_hash       TEXT   NOT NULL,
                failures       BIGINT NOT NULL DEFAULT 0,
                locked_until_us BIGINT NOT NULL DEFAULT 0
            )
            """,
            """
            CREATE TABLE product (
                product_code   TEXT   PRIMARY KEY,
                ean13          TEXT   UNIQUE,
                name           TEXT   NOT NULL,
                spec           TEXT   NOT NULL,
                unit           TEXT   NOT NULL,
                maker          TEXT   NOT NULL,
                pinyin         TEXT   NOT NULL,
                category       TEXT   NOT NULL,
                price_fen      BIGINT NOT NULL CHECK (price_fen >= 0),
                flags          TEXT   NOT NULL
            )
            """,
            """
            CREATE TABLE lot (
                store_id       TEXT   NOT NULL REFERENCES store (store_id),
                product_code   TEXT   NOT NULL REFERENCES product (product_code),
                lot_number     TEXT   NOT NULL,
                expires_on     TEXT   NOT NULL,
                locked         BIGINT NOT NULL CHECK (locked IN (0, 1)),
                stock          BIGINT NOT NULL,
                PRIMARY KEY (store_id, product_code, lot_number)
            )
            """,
            """
            CREATE TABLE tender_method (
                method_id      BIGINT PRIMARY KEY,
                name           TEXT   NOT NULL,
                english_name   TEXT   NOT NULL,
                kind           TEXT   NOT NULL
                    CHECK (kind IN ('cash', 'aggregated', 'supplementary', 'retired')),
                valid_from     TEXT,
                valid_until    TEXT,
                CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until)
            )
            """,
        ])
}
