// What is heard of a writer until it is killed.

internal import Glibc
internal import StorageWriter

package struct WriterLife: Sendable {
    package private(set) var record: CrashRecord
    /// Whether it has said that its database is open.
    package private(set) var isOpen = false
    package var complaints: [String] = []

    package init(_ record: CrashRecord) {
        self.record = record
    }

    package mutating func hear(_ line: String) {
        if line == "open" {
            isOpen = true
        } else if let telling = Telling(line: line) {
            record.tellings.append(telling)
        } else if line != "opening" {
            complaints.append(line)
        }
    }

    /// Kills the writer and hears what it had still said.
    package mutating func end(_ writer: ChildProcess) {
        writer.kill()
        let end = writer.finish()
        if end.status != SIGKILL { complaints.append("it ended by itself: \(end.status)") }
        for line in end.lines { hear(line) }
    }

    /// What happened in it, and how often; `signed` bodies were kept.
    package func events(signed: Int64) -> [String: Int] {
        var events: [String: Int] = [:]
        for telling in record.tellings { events[telling.kind.rawValue, default: 0] += 1 }
        if !isOpen { events["killed while opening"] = 1 }
        let done = record.tellings.count { $0.kind == .done }
        if signed > done { events["kept but not told"] = 1 }
        if isOpen, signed - Int64(done) < record.writers { events["handed in and not kept"] = 1 }
        return events
    }
}
