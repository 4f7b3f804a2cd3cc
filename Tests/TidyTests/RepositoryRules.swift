// The repository speaks of the product alone: not of a machine it was made on, nor of who made it.
// The words are put together here, so that this file does not hold what it forbids.

enum RepositoryRules {
    static let all: [Rule] = [paths, hosts, makers]

    static let paths = Rule(
        "no path of one machine",
        bad: ("docs/a.md", "see /ho" + "me/lin/counterfoil\n"),
        good: (
            "docs/a.md", "see docs/operating, /var/lib/counterfoil and https://example.com/work\n"
        )
    ) { file in
        let folders = ["wo" + "rk", "tm" + "p", "op" + "t", "ro" + "ot", "ho" + "me", "Us" + "ers"]
        return everyLine(file) { line in
            for folder in folders {
                var rest = line[...]
                while let range = rest.firstRange(of: "/\(folder)/") {
                    // A path begins there; a part of a longer path or of an address is another thing.
                    let before = rest[..<range.lowerBound].last
                    if before.map({ !$0.isName && !"./-:}~".contains($0) }) ?? true {
                        return "/\(folder)/"
                    }
                    rest = rest[range.upperBound...]
                }
            }
            return nil
        }
    }

    static let hosts = Rule(
        "no host of a private network",
        bad: ("scripts/a.sh", "curl http://192." + "168.1.20:8080/\n"),
        good: ("scripts/a.sh", "curl http://127.0.0.1:8080/ version 10.2.1\n")
    ) { file in
        everyLine(file) { line in
            for part in line.split(whereSeparator: { !$0.isNumber && $0 != "." }) {
                let numbers = part.split(separator: ".", omittingEmptySubsequences: false)
                guard numbers.count == 4 else { continue }
                let bytes = numbers.compactMap { UInt8($0) }
                guard bytes.count == 4 else { continue }
                let isPrivate =
                    bytes[0] == 10 || (bytes[0] == 192 && bytes[1] == 168)
                    || (bytes[0] == 172 && (16...31).contains(bytes[1]))
                if isPrivate { return String(part) }
            }
            let endings = [".inter" + "nal/", ".intra" + "net/", ".cor" + "p/", ".la" + "n/"]
            guard line.contains("://") else { return nil }
            return endings.first { line.contains($0) }
        }
    }

    static let makers = Rule(
        "no word of who or what wrote it",
        bad: ("README.md", "Written with Cop" + "ilot\n"),
        good: ("README.md", "Copies of the receipt\n")
    ) { file in
        let words = [
            "Cla" + "ude", "Anthr" + "opic", "Cop" + "ilot", "Chat" + "GPT", "Open" + "AI",
            "LL" + "M", "co-authored" + "-by",
        ]
        return everyLine(file) { line in
            words.first { line.containsWord($0) || line.lowercased().containsWord($0.lowercased()) }
        }
    }

    private static func everyLine(
        _ file: SourceFile, _ complaint: (String) -> String?
    ) -> [Finding] {
        file.lines.enumerated().compactMap { index, line in
            complaint(line).map { Finding(line: index + 1, words: $0) }
        }
    }
}
