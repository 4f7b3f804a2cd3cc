import Retail
import Testing

@testable import Simulation

@Suite("Virtual time") struct VirtualTimeTests {
    private let start = Timestamp(microseconds: 1_000_000)

    @Test("things happen in the order of their moments, whatever the order they were asked for in")
    func order() {
        let time = VirtualTime(startingAt: start)
        let happened = Box<[Int64]>()
        happened.value = []
        var chance = Chance(seed: 1)
        let moments = (0..<500).map { _ in start.microseconds + chance.number(0...100_000) }
        for moment in moments {
            time.at(Timestamp(microseconds: moment)) {
                #expect(time.now.microseconds == moment)
                happened.value?.append(moment)
            }
        }
        while time.step() {}
        #expect(happened.value == moments.sorted())
    }

    @Test("at one moment they happen in the order in which they were asked for")
    func ties() {
        let time = VirtualTime(startingAt: start)
        let happened = Box<[Int]>()
        happened.value = []
        for number in 0..<100 {
            // Three moments, each asked for in turn.
            time.after(.seconds(Int64(number % 3))) { happened.value?.append(number) }
        }
        while time.step() {}
        let expected = (0..<3).flatMap { moment in (0..<100).filter { $0 % 3 == moment } }
        #expect(happened.value == expected)
    }

    @Test("what is asked for too late happens now, and time never goes back")
    func never() {
        let time = VirtualTime(startingAt: start)
        time.after(.seconds(5)) {
            time.at(Timestamp(microseconds: 0)) {
                #expect(time.now == self.start.advanced(by: .seconds(5)))
            }
        }
        #expect(time.next == start.advanced(by: .seconds(5)))
        #expect(time.step())
        #expect(time.next == time.now)
        #expect(time.step())
        #expect(time.next == nil)
        #expect(!time.step())
        #expect(time.now == start.advanced(by: .seconds(5)))
    }

    @Test("a sleeper goes on when its time has come, not before")
    func sleep() {
        let time = VirtualTime(startingAt: start)
        let thread = OneThread(chance: Chance(seed: 1))
        let woken = Box<[Int64]>()
        woken.value = []
        for seconds in [30, 10, 20] as [Int64] {
            thread.start {
                await time.sleep(.seconds(seconds))
                await time.sleep(.seconds(1))
                woken.value?.append(time.now.since(self.start).wholeSeconds)
            }
        }
        repeat { thread.drain() } while time.step()
        #expect(woken.value == [11, 21, 31])
    }
}
