// A story as a sequence picture: a lifeline for each party, time going down. It is drawn by our own
// code, so that a failing seed can be looked at in any browser, with nothing to install.
//
// Each step has the height of the picture at its place to itself, so words of two steps can never lie
// on each other; within a step, the words end above what is drawn.

internal import Retail

/// Tells a story as a picture.
package enum StoryPicture {
    /// The steps a picture shows at most; of more, the middle is left out and said to be.
    ///
    /// A shrunk story has some dozens. Three hundred are about 15,000 pixels, which browsers still show.
    package static let stepsMax = 300

    /// An SVG document; 1,000 pixels wide, and wider only where more than nine parties take part.
    package static func svg(of story: Story) -> String {
        let outline = StoryOutline(story, stepsMax: stepsMax)
        return drawing(of: outline).svg(title: outline.title, language: outline.language)
    }

    static func drawing(of outline: StoryOutline) -> Drawing {
        var page = PicturePage(outline)
        page.addHead()
        for entry in outline.entries {
            switch entry {
            case .step(let step): page.add(step)
            case .quiet(let pause): page.addBreak(StoryTime.later(pause, in: outline.language))
            case .omitted(let count):
                page.addBreak(StoryWords.omitted(count, in: outline.language))
            }
        }
        page.addFoot()
        return page.drawing
    }
}
