using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Generator.Tests.Support;

/// <summary>A DynamicQuantizeLSTM with numbers that anybody can write down.</summary>
internal sealed record DynamicLstmModel(string Direction, bool Signed, bool PerColumn)
{
    public int Steps { get; init; } = 4;

    public int Items { get; init; } = 2;

    public int Inputs { get; init; } = 3;

    public int Hidden { get; init; } = 5;

    /// <summary>The zero points of w and r; 0 for signed codes, which is what ONNX Runtime wants.</summary>
    public (int W, int R) ZeroPoints { get; init; } = Signed ? (0, 0) : (120, 131);

    public int[]? Lengths { get; init; }

    /// <summary>The lengths are an input of the model.</summary>
    public bool LengthsAtRunTime { get; init; }

    public bool Peepholes { get; init; }

    public (string Name, object Value)[] Attributes { get; init; } = [];

    /// <summary>Without the states after each step.</summary>
    public bool LastOnly { get; init; }

    private int Directions => Direction == "bidirectional" ? 2 : 1;

    public TensorData X => Numbers(37, 101, 20, Steps, Items, Inputs);

    public OnnxBuilder Build()
    {
        int[] scales = PerColumn ? [Directions, 4 * Hidden] : [Directions];
        string[] outputs = LastOnly ? ["", "h", "c"] : ["y", "h", "c"];
        OnnxBuilder model = new OnnxBuilder().Opset("com.microsoft", 1)
            .Input("x", ElementType.Float32, Steps, Items, Inputs)
            .Initializer("w", Codes(89, Directions, Inputs, 4 * Hidden)).Initializer("r", Codes(97, Directions, Hidden, 4 * Hidden))
            .Initializer("b", Numbers(29, 41, 64, Directions, 8 * Hidden))
            .Initializer("state", Numbers(13, 31, 16, Directions, Items, Hidden)).Initializer("cell", Numbers(17, 37, 16, Directions, Items, Hidden))
            .Initializer("p", Numbers(19, 23, 32, Directions, 3 * Hidden))
            .Initializer("ws", Scales(7, 5, 4, scales)).Initializer("wz", Zeros(ZeroPoints.W, scales))
            .Initializer("rs", Scales(11, 7, 3, scales)).Initializer("rz", Zeros(ZeroPoints.R, scales));
        if (LengthsAtRunTime)
        {
            model.Input("lengths", ElementType.Int32, Items);
        }
        else if (Lengths is not null)
        {
            model.Initializer("lengths", [Items], Lengths);
        }

        model.Node(
            "com.microsoft:DynamicQuantizeLSTM",
            ["x", "w", "r", "b", Lengths is null ? "" : "lengths", "state", "cell", Peepholes ? "p" : "", "ws", "wz", "rs", "rz"],
            outputs,
            [("hidden_size", Hidden), ("direction", Direction), .. Attributes]);
        foreach (string output in outputs.Where(o => o.Length > 0))
        {
            model.Output(output);
        }

        return model;
    }

    /// <summary>Multiples of 1 / divisor around 0.</summary>
    private static TensorData Numbers(int step, int modulus, int divisor, params int[] shape) =>
        TensorData.Floats(new Shape(shape), [.. Indices(shape).Select(i => ((i * step % modulus) - (modulus / 2)) / (float)divisor)]);

    private static TensorData Scales(int step, int modulus, int least, int[] shape) =>
        TensorData.Floats(new Shape(shape), [.. Indices(shape).Select(i => ((i * step % modulus) + least) / 1024f)]);

    private TensorData Codes(int step, params int[] shape) => Bytes(i => (((i * step) + 3) % 255) - (Signed ? 127 : 0), shape);

    private TensorData Zeros(int zero, int[] shape) => Bytes(_ => zero, shape);

    private TensorData Bytes(Func<int, int> code, int[] shape) =>
        new(Signed ? ElementType.Int8 : ElementType.UInt8, new Shape(shape), [.. Indices(shape).Select(i => unchecked((byte)code(i)))]);

    private static IEnumerable<int> Indices(int[] shape) => Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b));
}
