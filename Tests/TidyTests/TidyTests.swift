// Style as ordinary tests: each rule is run over the repository as it stands, and over a small bad
// sample that it must find, so that no rule can stop working without anybody noticing.

import Testing

@Suite struct TidyTests {
    static let rules =
        ImportRules.all + CoreRules.all + SafetyRules.all + ShapeRules.all + RepositoryRules.all

    @Test(arguments: rules)
    func holds(_ rule: Rule) {
        let findings = Repository.files.flatMap { file in
            rule.find(file).map { "\(file.path):\($0)" }
        }
        #expect(findings.isEmpty, "\(rule.name)\n\(findings.joined(separator: "\n"))")
    }

    @Test("every rule finds its bad sample", arguments: rules)
    func finds(_ rule: Rule) {
        #expect(!rule.find(rule.bad).isEmpty, "\(rule.name) finds nothing")
        #expect(rule.find(rule.good).isEmpty, "\(rule.name) finds \(rule.find(rule.good))")
    }

    @Test func theRepositoryIsRead() {
        let paths = Set(Repository.files.map(\.path))
        #expect(paths.contains("Package.swift"))
        #expect(paths.contains("Sources/Retail/Money.swift"))
        #expect(Repository.files.filter(\.isCore).count > 20)
    }

    @Test("permits are made in exactly one file, after the commit")
    func permitsAreMadeInOneFile() {
        let makers = Repository.files.filter { file in
            file.isSource && !file.codeLines(["SendPermit(afterCommitOf"]).isEmpty
        }
        #expect(makers.count == 1, "\(makers.map(\.path))")
        #expect(makers.allSatisfy { $0.module == "Persistence" }, "\(makers.map(\.path))")
    }

    @Test("`@unchecked Sendable` stays within its budget, but for the simulation's one thread")
    func uncheckedBudget() {
        #expect(uncheckedUses(Repository.files).count <= SafetyRules.uncheckedMax)
    }

    @Test(
        "the budget counts every class but those of the one thread",
        arguments: [
            ("Sources/Simulation/A.swift", SafetyRules.oneThreadProof, 0),
            ("Sources/Simulation/A.swift", "/// Touched by two threads.", 1),
            ("Sources/Simulation/A.swift", "", 1),
            ("Sources/Checkout/A.swift", SafetyRules.oneThreadProof, 1),
        ])
    func budgetCounts(_ path: String, _ above: String, _ count: Int) {
        let file = SourceFile(path: path, "\(above)\nfinal class A: @unchecked Sendable {}\n")
        #expect(uncheckedUses([file]).count == count)
    }

    private func uncheckedUses(_ files: [SourceFile]) -> [String] {
        files.filter(\.isSource).flatMap { file in
            file.codeLines(["@unchecked Sendable"]).filter {
                !SafetyRules.isOneThread(file, line: $0.line)
            }.map { "\(file.path):\($0.line)" }
        }
    }

    @Test("every module has a row in the table of imports, and every row a module")
    func tableOfImportsIsWhole() {
        let modules = Set(
            Repository.files.filter { $0.path.hasPrefix("Sources/") }.map(\.module))
        #expect(modules.subtracting(ImportRules.allowed.keys) == [])
        #expect(Set(ImportRules.allowed.keys).subtracting(modules) == [])
    }
}
