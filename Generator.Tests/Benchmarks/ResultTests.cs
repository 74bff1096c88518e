using System.Linq;
using System.Text.Json;
using Octavo.Benchmarks.Comparison;
using Octavo.Benchmarks.Measurement;
using Xunit;

namespace Octavo.Generator.Tests.Benchmarks;

public sealed class ResultTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3)]
    [InlineData(new[] { 5.0, 1, 3 }, 3, 1)]
    [InlineData(new[] { 9.0, 2, 4, 1 }, 3, 1)]
    public void The_median_is_in_the_middle(double[] milliseconds, double median, double minimum) =>
        Assert.Equal(new Timing(median, minimum), Timing.Of(milliseconds));

    [Fact]
    public void Twice_as_fast_and_half_as_fast_is_the_same_speed() => Assert.Equal(1, GeometricMean.Of([2, 0.5]), precision: 12);

    [Fact]
    public void Json_is_an_array_of_medians_and_their_ratio()
    {
        using var json = JsonDocument.Parse(ComparisonJson.Of([("a", 1, 2.0, 5.0), ("b", 2, 4.0, 1.0)]));

        var first = json.RootElement.EnumerateArray().First();
        Assert.Equal(2, json.RootElement.GetArrayLength());
        Assert.Equal(["network", "threads", "octavo_ms", "onnxruntime_ms", "ratio"], first.EnumerateObject().Select(member => member.Name));
        Assert.Equal("a", first.GetProperty("network").GetString());
        Assert.Equal(1, first.GetProperty("threads").GetInt32());
        Assert.Equal(2.0, first.GetProperty("octavo_ms").GetDouble());
        Assert.Equal(5.0, first.GetProperty("onnxruntime_ms").GetDouble());
        Assert.Equal(2.5, first.GetProperty("ratio").GetDouble());
    }
}
