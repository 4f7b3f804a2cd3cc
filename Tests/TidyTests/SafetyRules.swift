// Nothing a user, a file or the network sends may end the process; what is unsafe has its proof.

enum SafetyRules {
    static let all: [Rule] = [traps, casts, forced, unchecked, oneThread, printing]

    /// `@unchecked Sendable` in the whole of Sources, but for what `isOneThread` lets be.
    static let uncheckedMax = 2

    /// The proof that the simulation's classes have in common: tasks are all run by one thread.
    static let oneThreadProof = "/// Touched by the simulation's one thread alone"

    /// Files whose `precondition` may stop the process, and why that is the safer thing.
    static let mayStop = [
        "Sources/Cryptography/Digest.swift": "no digest: every signature would look right",
        "Sources/Cryptography/HMACSHA256.swift": "no code: every signature would look right",
    ]

    /// Files that may reinterpret bits, and why nothing else will do.
    static let mayCast = [
        "Sources/PersistenceSQLite/SQLiteStep.swift":
            "SQLITE_TRANSIENT is -1 cast to a function, a macro that Swift does not import"
    ]

    static let traps = Rule(
        "no `try!`, `as!`, fatalError or precondition in Sources",
        bad: ("Sources/Checkout/A.swift", "let a = try! b()\n"),
        good: ("Sources/Checkout/A.swift", "// try! is not for us\nlet a = try? b(\"as! is\")\n")
    ) { file in
        guard file.isSource else { return [] }
        return file.codeLines([
            "try!", "as!", "fatalError(", "preconditionFailure(", "assertionFailure(",
            "unsafelyUnwrapped",
        ]) + (mayStop.keys.contains(file.path) ? [] : file.codeLines(["precondition("]))
    }

    static let casts = Rule(
        "no `unsafeBitCast` in Sources, but once where C leaves no other way",
        bad: ("Sources/Checkout/A.swift", "let a = unsafe unsafeBitCast(b, to: C.self)\n"),
        good: (
            "Sources/PersistenceSQLite/SQLiteStep.swift", "unsafe unsafeBitCast(-1, to: C.self)\n"
        )
    ) { file in
        guard file.isSource else { return [] }
        return Array(
            file.codeLines(["unsafeBitCast("]).dropFirst(mayCast[file.path] == nil ? 0 : 1))
    }

    static let forced = Rule(
        "no force unwrap and no implicitly unwrapped optional in Sources",
        bad: ("Sources/Checkout/A.swift", "let a = list.first!.name\n"),
        good: ("Sources/Checkout/A.swift", "if a != b, !c, a!=b { d(\"Stop!\") } // why!\n")
    ) { file in
        guard file.isSource else { return [] }
        var findings: [Finding] = []
        for (index, line) in file.text.code.enumerated() {
            var before: Character = " "
            var rest = line[...]
            while let character = rest.popFirst() {
                let isPostfix = before.isName || ")]}>\"?".contains(before)
                if character == "!", isPostfix, rest.first != "=" {
                    findings.append(Finding(line: index + 1, words: line.trimmed))
                }
                before = character
            }
        }
        return findings
    }

    static let unchecked = Rule(
        "what is unsafe to share says above why it is safe",
        bad: ("Sources/Checkout/A.swift", "\nfinal class A: @unchecked Sendable {}\n"),
        good: (
            "Sources/Checkout/A.swift",
            "/// `@unchecked Sendable`: all is read under `lock`.\nfinal class A: @unchecked Sendable {}\n"
        )
    ) { file in
        guard file.isSource else { return [] }
        var findings: [Finding] = []
        for (index, line) in file.text.code.enumerated() {
            guard line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)")
            else {
                continue
            }
            let above = index > 0 ? file.lines[index - 1].trimmed : ""
            if !above.hasPrefix("//") {
                findings.append(Finding(line: index + 1, words: "no proof above: " + line.trimmed))
            }
        }
        return findings
    }

    static let oneThread = Rule(
        "only the simulation has one thread, and there only classes are shared unchecked",
        bad: (
            "Sources/Checkout/A.swift",
            "\(oneThreadProof).\nfinal class A: @unchecked Sendable {}\n"
        ),
        good: (
            "Sources/Simulation/A.swift",
            "\(oneThreadProof).\nfinal class A: @unchecked Sendable {}\n"
        )
    ) { file in
        guard file.isSource else { return [] }
        var findings: [Finding] = []
        for (index, line) in file.lines.enumerated() where line.trimmed.hasPrefix(oneThreadProof) {
            let next = index + 1 < file.lines.count ? file.lines[index + 1] : ""
            let isShared = next.hasPrefix("final class ") && next.contains("@unchecked Sendable")
            if file.module != "Simulation" || !isShared {
                findings.append(Finding(line: index + 1, words: line.trimmed))
            }
        }
        return findings
    }

    /// Whether the class that begins in this line belongs to the simulation's one thread and says so.
    static func isOneThread(_ file: SourceFile, line: Int) -> Bool {
        guard file.module == "Simulation", line > 1 else { return false }
        return file.lines[line - 2].trimmed.hasPrefix(oneThreadProof)
    }

    /// Programs of tests that answer whoever started them on standard output.
    static let mayPrint = ["Tests/Mutants/Runner/main.swift"]

    static let printing = Rule(
        "nothing is printed but by the command line, and nothing is left over from debugging",
        bad: ("Sources/Checkout/A.swift", "print(code)\n"),
        good: (
            "Sources/Checkout/A.swift", "job.print(receipt)\nfingerprint(of: key)\n// print(x)\n"
        )
    ) { file in
        guard file.isSwift, file.module != "counterfoil", !mayPrint.contains(file.path)
        else { return [] }
        return file.codeLines(["debugPrint(", "NSLog(", "print(", "dump("]).filter { finding in
            let line = file.text.code[finding.line - 1]
            // A printer prints, and a test may read what would be dumped.
            return !line.contains(".print(") && !line.contains("func print(")
                && !line.contains("to: &")
        }
    }
}
