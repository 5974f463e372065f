namespace Portal.WebFront.Tests;

public sealed class FormBeforeTests
{
    [Fact]
    public void What_is_ticked_is_the_same_in_any_order()
    {
        var before = FormBefore.Of(new Ticks { Places = ["west", "main"] });
        var sent = new Ticks { Places = ["main", "west"] };

        var (takenOver, both) = FormBefore.Join(before, new Ticks { Places = ["west", "north"] }, sent);

        Assert.Empty(both);
        Assert.Equal([nameof(Ticks.Places)], takenOver.AsEnumerable());
        Assert.Equal(["west", "north"], sent.Places);
    }

    [Fact]
    public void What_stands_there_now_is_told_as_nothing_when_all_ticks_are_gone()
    {
        var before = FormBefore.Of(new Ticks { Places = ["main"] });

        var (_, both) = FormBefore.Join(before, new Ticks(), new Ticks { Places = ["main", "west"] });

        Assert.Equal([(nameof(Ticks.Places), "")], both.AsEnumerable());
    }

    private sealed class Ticks
    {
        public List<string> Places { get; set; } = [];
    }
}
