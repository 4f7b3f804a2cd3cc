// The pictures of the channels' health, as SVG.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail

struct HealthPictures {
    let words: HealthWords

    // MARK: Bars: calls, and the red part of them

    private static let barPitch = 10
    private static let barHeight: Int64 = 44
    private static let picturesHeight = 58

    /// A bar for each while; under some of them the time.
    func bars(
        _ all: [CallCounts], from first: Timestamp, each span: FigureSlot.Span, _ title: String
    ) -> String {
        let most = max(1, all.map(\.asked).max() ?? 1)
        let (height, pitch) = (HealthPictures.barHeight, HealthPictures.barPitch)
        var content = ""
        for (index, counts) in all.enumerated() {
            let from = first.advanced(by: .minutes(Int64(index) * span.rawValue))
            let x = index * pitch + 1
            func bar(_ kind: String, _ count: Int64) -> String {
                guard count > 0 else { return "" }
                let tall = max(1, count * height / most)
                return "<rect class=\"\(kind)\" x=\"\(x)\" y=\"\(height - tall)\" "
                    + "width=\"\(pitch - 2)\" height=\"\(tall)\"/>"
            }
            if counts.asked > 0 {
                content +=
                    "<g><title>\(words.bar(from, counts))</title>"
                    + bar("calls", counts.asked) + bar("in-doubt", counts.inDoubt) + "</g>"
            }
            // At the edges there is no room for one.
            if (1..<all.count - 1).contains(index),
                let label = HealthPictures.label(from, span, words)
            {
                content += "<text x=\"\(x + pitch / 2 - 1)\" y=\"56\">\(label)</text>"
            }
        }
        let width = all.count * pitch
        return "<svg role=\"img\" aria-label=\"\(title)\" viewBox=\"0 0 \(width) "
            + "\(HealthPictures.picturesHeight)\">\(content)"
            + "<path class=\"ground\" d=\"M0 \(height)H\(width)\"/></svg>"
    }

    /// Each sixth hour, and each twenty minutes.
    private static func label(
        _ from: Timestamp, _ span: FigureSlot.Span, _ words: HealthWords
    ) -> String? {
        let civil = CivilTime(from)
        switch span {
        case .hour: return civil.hour.isMultiple(of: 6) ? "\(civil.hour):00" : nil
        case .fiveMinutes: return civil.minute.isMultiple(of: 20) ? words.clock(from) : nil
        }
    }

    // MARK: A heat map: a row for each wallet, a cell for each hour

    private static let cell = (pitch: 5, height: 9, row: 12, label: 14)

    /// What is worse is taller as well as another colour.
    func heat(_ lines: [ChannelLine], wallets: [Wallet], _ title: String) -> String {
        let cell = HealthPictures.cell
        var content = ""
        for (row, wallet) in wallets.enumerated() {
            let ground = row * cell.row + cell.height
            content += "<text x=\"0\" y=\"\(ground)\">\(words.initial(wallet))</text>"
            guard let line = lines.first(where: { $0.wallet == wallet }) else { continue }
            var paths: [CallCounts.Tone: String] = [:]
            for (hour, counts) in line.hours.enumerated() {
                let tone = counts.tone
                let height = HealthPictures.height(tone)
                let x = cell.label + hour * cell.pitch
                paths[tone, default: ""] += "M\(x) \(ground)h4v-\(height)h-4z"
            }
            content += paths.sorted { $0.key < $1.key }.map {
                "<path class=\"\($0.key.rawValue)\" d=\"\($0.value)\"/>"
            }.joined()
        }
        let width = cell.label + 24 * cell.pitch
        return "<svg role=\"img\" aria-label=\"\(title)\" viewBox=\"0 0 \(width) "
            + "\(max(wallets.count, 1) * cell.row)\">\(content)</svg>"
    }

    private static func height(_ tone: CallCounts.Tone) -> Int {
        switch tone {
        case .none: 1
        case .good: 4
        case .watch: 7
        case .bad: 9
        }
    }
}
