using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Layers that sample at computed positions, and positions of maxima, against the reference, bit for bit.</summary>
public sealed class SamplingTests
{
    private readonly Random _random = new(11);
    private readonly Graph _graph = new("sampling");

    [Theory]
    [InlineData(SampleMode.Nearest)]
    [InlineData(SampleMode.Linear)]
    [InlineData(SampleMode.Cubic)]
    public void Grids(SampleMode mode)
    {
        Value image = Input(2, 3, 5, 7), points = Input(2, 4, 6, 2), volume = Input(1, 2, 3, 4, 5), places = Input(1, 2, 3, 4, 3);
        foreach (SamplePadding padding in Enum.GetValues<SamplePadding>())
        {
            foreach (bool align in new[] { false, true })
            {
                Output(new GridSample(mode, padding, align), ElementType.Float32, image, points);
                Output(new GridSample(mode, padding, align), ElementType.Float32, volume, places);
            }
        }

        Check();
    }

    [Fact]
    public void Regions()
    {
        var images = new Value("images", TensorData.Longs(new Shape(3), 1, 0, 1));
        var regions = new Value("regions", TensorData.Floats(new Shape(3, 4), -1, 2, 9, 7.5f, 0, 0, 3, 20, 4, 4, 4.2f, 4.1f));
        Value x = Input(2, 3, 8, 10);
        foreach (bool option in new[] { false, true })
        {
            Output(new RoiAlign(2, 3, 0, 0.9f, option, Maximum: false), ElementType.Float32, x, regions, images);
            Output(new RoiAlign(3, 2, 2, 1f, option, Maximum: true), ElementType.Float32, x, regions, images);
        }

        Check();
    }

    [Fact]
    public void Columns_of_deformable_convolutions()
    {
        var window = new Window { Kernel = [3, 2], Strides = [2, 1], Dilations = [1, 2], PadsBegin = [1, 0], PadsEnd = [0, 1] };
        Value x = Input(2, 4, 5, 6), offsets = Input(2, 24, 2, 5), mask = Input(2, 12, 2, 5);
        Output(new DeformableColumns(window, 1, 2), ElementType.Float32, x, offsets);
        Output(new DeformableColumns(window, 2, 2), ElementType.Float32, x, offsets, mask);
        Check();
    }

    [Fact]
    public void Positions_of_maxima()
    {
        var window = new Window { Kernel = [2, 3, 2], Strides = [1, 2, 2], Dilations = [2, 1, 1], PadsBegin = [1, 0, 1], PadsEnd = [0, 2, 1], CeilMode = true };
        Value volume = Input(2, 3, 4, 5, 6), row = Input(1, 2, 9);
        foreach (bool down in new[] { false, true })
        {
            Output(new MaxPoolIndices(window, down), ElementType.Int64, volume);
            Output(new MaxPoolIndices(new Window { Kernel = [3], Strides = [2], Dilations = [1], PadsBegin = [3], PadsEnd = [0] }, down), ElementType.Int64, row);
        }

        Check();
    }

    private Value Input(params int[] shape)
    {
        var value = new Value("x" + _graph.Inputs.Count, new TensorType(ElementType.Float32, new Shape(shape)));
        _graph.Inputs.Add(value);
        return value;
    }

    private void Output(Operator op, ElementType element, params Value[] inputs)
    {
        var type = new TensorType(element, op.InferShapes([.. inputs.Select(i => i.Shape)])[0]);
        _graph.Outputs.Add(new GraphOutput("y" + _graph.Outputs.Count, _graph.Add(op, op.Name + _graph.Outputs.Count, inputs, type)));
    }

    private void Check() =>
        Lowered.AssertMatchesReference(_graph, [.. _graph.Inputs.Select(i => Lowered.Random(_random, i.Type.Element, i.Shape.ToArray()))]);
}
