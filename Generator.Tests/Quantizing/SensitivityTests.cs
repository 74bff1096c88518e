using System;
using System.Linq;
using System.Text.Json.Nodes;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Tool.Calibration;
using Octavo.Tool.Data;
using Octavo.Tool.Reports;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

public sealed class SensitivityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Threads_change_nothing_about_the_ranking_and_every_layer_is_told_of()
    {
        int last = 0;
        using Sensitivity one = Load(1), two = Load(2);
        LayerSensitivity[] ranking = [.. one.Rank(new QuantizationSettings(), (done, total) => last = Math.Max(last, done * 10 + total))];
        Assert.Equal(33, last);
        Assert.Equal(ranking, two.Rank(new QuantizationSettings(), (_, _) => { }));
        Assert.Equal(ranking.OrderBy(l => l.Sqnr), ranking);
    }

    [Fact]
    public void One_layer_fewer_would_not_do()
    {
        using Sensitivity sensitivity = Load(1);
        var settings = new QuantizationSettings();
        var ranking = sensitivity.Rank(settings, (_, _) => { });
        double[] reached = [.. Enumerable.Range(0, 3).Select(n => sensitivity.Mix(settings with { ExcludeNodes = [.. ranking.Take(n).Select(l => l.Layer)] }, ranking, double.NegativeInfinity, wide: false, (_, _) => { }).Sqnr)];
        MixedPrecision mixture = sensitivity.Mix(settings, ranking, reached[2], wide: false, (_, _) => { });
        Assert.True(mixture.IsReached);
        Assert.Equal(Array.FindIndex(reached, r => r >= reached[2]), mixture.Spared.Count);
        Assert.Equal(mixture.Spared, mixture.Settings.ExcludeNodes);
    }

    [Fact]
    public void Machines_read_the_ranking()
    {
        LayerSensitivity[] ranking = [new("first", 12.5), new("second", double.PositiveInfinity)];
        var mixture = new MixedPrecision(new QuantizationSettings(), ranking, ["first"], 30.25, 30, IsWide: true);
        JsonNode json = JsonNode.Parse(QuantizationJson.Write(new ModelSource("a.onnx", new byte[7]), new ModelSource("b.onnx", new byte[5]), ["first"], mixture))!;
        Assert.Equal((7, 5), ((int)json["bytes"]!, (int)json["quantizedBytes"]!));
        JsonNode mixed = json["mixed"]!;
        Assert.Equal((30, 30.25, "16"), ((double)mixed["target"]!, (double)mixed["sqnr"]!, (string)mixed["with"]!));
        Assert.Equal([("first", 12.5, true), ("second", null, false)], mixed["layers"]!.AsArray().Select(l => ((string)l!["name"]!, (double?)l["sqnr"], (bool)l["spared"]!)));
    }

    private Sensitivity Load(int threads) =>
        new(SmallNetwork.Source, SmallNetwork.Calibration, new CompilerOptions("Network"), threads, inputs => DataSet.Open([_folder.Write("data.bin", SmallNetwork.Data)], inputs, PixelOptions.None, int.MaxValue), 4);
}
