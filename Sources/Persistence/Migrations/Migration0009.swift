// Why: how the wallets answer is asked for a day back and for all servers together. Each server writes
// its own rows, whole: no server adds to another's, so the same written twice counts once.
//   channel_figure_whole          every call is in one bucket of its time, so percentiles add up
//   its key                       in the order in which a wallet's rows of all stores are added up

extension Migration {
    static let channelFigures = Migration(
        version: 9, name: "channel figures",
        why: "how each wallet has answered each store, by the hour and by five minutes",
        statements: [
            """
            CREATE TABLE channel_figure (
                minutes        BIGINT NOT NULL CHECK (minutes IN (5, 60)),
                from_us        BIGINT NOT NULL,
                wallet         TEXT   NOT NULL,
                store_id       TEXT   NOT NULL,
                worker_id      TEXT   NOT NULL,
                asked          BIGINT NOT NULL CHECK (asked BETWEEN 1 AND 1000000000),
                succeeded      BIGINT NOT NULL CHECK (succeeded >= 0),
                declined       BIGINT NOT NULL CHECK (declined >= 0),
                in_doubt       BIGINT NOT NULL CHECK (in_doubt >= 0),
                ms_100         BIGINT NOT NULL CHECK (ms_100 >= 0),
                ms_200         BIGINT NOT NULL CHECK (ms_200 >= 0),
                ms_400         BIGINT NOT NULL CHECK (ms_400 >= 0),
                ms_800         BIGINT NOT NULL CHECK (ms_800 >= 0),
                ms_1600        BIGINT NOT NULL CHECK (ms_1600 >= 0),
                ms_2500        BIGINT NOT NULL CHECK (ms_2500 >= 0),
                ms_5000        BIGINT NOT NULL CHECK (ms_5000 >= 0),
                ms_10000       BIGINT NOT NULL CHECK (ms_10000 >= 0),
                ms_more        BIGINT NOT NULL CHECK (ms_more >= 0),
                CONSTRAINT channel_figure_ends CHECK (succeeded + declined + in_doubt <= asked),
                CONSTRAINT channel_figure_whole CHECK (ms_100 + ms_200 + ms_400 + ms_800 + ms_1600
                    + ms_2500 + ms_5000 + ms_10000 + ms_more = asked),
                PRIMARY KEY (minutes, from_us, wallet, store_id, worker_id)
            )
            """
        ])
}
