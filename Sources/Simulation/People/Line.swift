// The line between a till and the servers: requests and answers get lost, servers are dead. A till
// repeats under the same key, at whichever server answers.

internal import Checkout
internal import Payments
internal import Retail

enum Reply<Value: Sendable>: Sendable {
    case answer(Value)
    /// The server said no, and nothing was changed.
    case refused(OperatorNotice)
    /// Nobody knows: nothing came back, or an error.
    case failed
}

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class Line: @unchecked Sendable {
    private unowned let world: World
    private var chance: Chance
    private var preferred: Int
    private let party: Party

    /// How often a till repeats before it gives up for now.
    private static let triesMax = 12

    init(world: World, number: Int, party: Party) {
        self.world = world
        self.party = party
        preferred = number % world.plan.servers
        chance = Chance(seed: world.plan.seed, 11, UInt64(number))
    }

    /// One request, whatever becomes of it.
    func ask<Value: Sendable>(
        about customer: Int, _ words: @autoclosure () -> String,
        _ body: @escaping @Sendable (Counter) async throws -> Value
    ) async -> Reply<Value> {
        if chance.happens(perMillion: 100_000) {
            preferred = chance.index(below: world.plan.servers)
        }
        let server = preferred
        let said = world.isRecording ? words() : ""
        await world.time.sleep(.milliseconds(chance.number(1...15)))
        guard let process = world.servers[server].process, process.isAlive,
            let counter = process.counter
        else {
            preferred = (preferred + 1) % world.plan.servers
            await world.time.sleep(.milliseconds(300))
            return .failed
        }
        if world.strikes(.linkLost, &chance) {
            world.note(party, .server(server), about: nil, customer: customer, kind: .lost) { said }
            await world.time.sleep(.milliseconds(chance.number(500...5_000)))
            return .failed
        }
        world.note(party, .server(server), about: nil, customer: customer) { said }
        let reply = await perform(body, counter)
        guard process.isAlive else { return .failed }
        if world.strikes(.linkLost, &chance) {
            world.note(.server(server), party, about: nil, customer: customer, kind: .lost) {
                "the answer to: \(said)"
            }
            await world.time.sleep(.milliseconds(chance.number(500...5_000)))
            return .failed
        }
        await world.time.sleep(.milliseconds(chance.number(1...15)))
        if case .refused(let notice) = reply {
            world.note(.server(server), party, about: nil, customer: customer) {
                "\(notice.code): \(notice.text.english)"
            }
        }
        return reply
    }

    private func perform<Value: Sendable>(
        _ body: (Counter) async throws -> Value, _ counter: Counter
    ) async -> Reply<Value> {
        do {
            return .answer(try await body(counter))
        } catch let notice as OperatorNotice {
            return .refused(notice)
        } catch {
            return .failed
        }
    }

    /// Repeats under the same key until something comes back.
    func act(
        _ act: Act, key: String, by session: Session, about customer: Int,
        _ words: @autoclosure () -> String
    ) async -> Reply<ActOutcome> {
        let said = world.isRecording ? words() : ""
        for _ in 0..<Line.triesMax {
            let reply = await ask(about: customer, said) { counter in
                try await counter.perform(act, key: key, by: session)
            }
            switch reply {
            case .answer, .refused: return reply
            case .failed: await world.time.sleep(.milliseconds(chance.number(200...2_500)))
            }
        }
        return .failed
    }
}
