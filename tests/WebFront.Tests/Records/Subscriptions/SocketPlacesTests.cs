using Portal.WebFront.Records.Subscriptions;

namespace Portal.WebFront.Tests.Records.Subscriptions;

/// <summary>Whoever has no token takes no place of a subscriber.</summary>
public sealed class SocketPlacesTests
{
    private readonly SocketPlaces _places = new();

    [Fact]
    public void One_network_has_a_few_sockets_without_a_token_and_the_others_have_theirs()
    {
        var taken = Enumerable.Range(0, SocketPlaces.MostUnboundOfNetwork).Select(_ => _places.Take("a")!).ToList();

        Assert.Null(_places.Take("a"));
        Assert.NotNull(_places.Take("b"));
        taken[0].Dispose();
        Assert.NotNull(_places.Take("a"));
        taken[1].Bind();
        taken[1].Bind();
        Assert.NotNull(_places.Take("a"));
        taken[1].Dispose();
        Assert.Null(_places.Take("a"));
    }

    [Fact]
    public void Sockets_without_a_token_leave_room_for_bound_ones_and_those_have_an_end_too()
    {
        for (var number = 0; number < SocketPlaces.Most; number++)
            _places.Take($"subscriber {number}")!.Bind();

        Assert.Null(_places.Take("another"));
        var strangers = new SocketPlaces();
        var open = Enumerable.Range(0, SocketPlaces.MostUnbound).Select(number => strangers.Take($"stranger {number}")!).ToList();
        Assert.Null(strangers.Take("another"));
        open[0].Dispose();
        Assert.NotNull(strangers.Take("another"));
    }
}
