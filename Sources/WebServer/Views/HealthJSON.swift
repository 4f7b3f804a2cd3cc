// The wallets' answers as programs read them (docs/reference/till-api.md, Health).

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail

struct HealthJSON: Encodable {
    struct Counts: Encodable {
        let asked, succeeded, declined, inDoubt: Int64
        let successPerMille, inDoubtPerMille, p50Ms, p95Ms: Int64?
        let light: String

        init(_ counts: CallCounts) {
            (asked, succeeded) = (counts.asked, counts.succeeded)
            (declined, inDoubt) = (counts.declined, counts.inDoubt)
            successPerMille = counts.succeededOfThousand
            inDoubtPerMille = counts.inDoubtOfThousand
            p50Ms = counts.milliseconds(ofHundred: 50)
            p95Ms = counts.milliseconds(ofHundred: 95)
            light = counts.tone.rawValue
        }
    }

    struct Hour: Encodable {
        let from, asked, succeeded, declined, inDoubt: Int64
        let p50Ms, p95Ms: Int64?
    }

    struct Channel: Encodable {
        let wallet, name, nameEn: String
        let refusedSince: Int64?
        let lastHour, lastDay: Counts
        /// Left out where many stores are told.
        let hours: [Hour]?

        init(_ line: ChannelLine, from first: Timestamp?) {
            (wallet, name) = (line.wallet.rawValue, line.wallet.chineseName)
            nameEn = line.wallet.englishName
            refusedSince = line.refusedSince?.microseconds
            (lastHour, lastDay) = (Counts(line.hour), Counts(line.day))
            hours = first.map { first in
                line.hours.enumerated().map { index, counts in
                    Hour(
                        from: first.advanced(by: .hours(Int64(index))).microseconds,
                        asked: counts.asked, succeeded: counts.succeeded,
                        declined: counts.declined, inDoubt: counts.inDoubt,
                        p50Ms: counts.milliseconds(ofHundred: 50),
                        p95Ms: counts.milliseconds(ofHundred: 95))
                }
            }
        }
    }

    struct Store: Encodable {
        let store, name, light: String
        let channels: [Channel]
    }

    let now: Int64
    let store: String?
    let channels: [Channel]
    let stores: [Store]
    let storeCount: Int64

    init(_ overview: ChannelOverview) {
        now = overview.now.microseconds
        store = overview.store?.id.digits
        channels = overview.totals.map { Channel($0, from: overview.firstHour) }
        stores = overview.stores.map { lines in
            Store(
                store: lines.store.digits, name: lines.name, light: lines.tone.rawValue,
                channels: lines.lines.map { Channel($0, from: nil) })
        }
        storeCount = overview.storeCount
    }
}
