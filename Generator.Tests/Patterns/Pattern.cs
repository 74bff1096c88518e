using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>A model as exporters write it: float operators with QuantizeLinear and DequantizeLinear around them. Methods return names of tensors.</summary>
internal sealed class Pattern(int opset = 17)
{
    private int _count;

    /// <summary>The file, for what has no method here.</summary>
    public OnnxBuilder Model { get; } = new OnnxBuilder(opset).Opset("com.microsoft", 1);

    public string Input(params int[] shape) => Input(ElementType.Float32, shape);

    public string Input(ElementType element, params int[] shape)
    {
        string name = Name("input");
        Model.Input(name, element, [.. shape.Select(d => (Dim)d)]);
        return name;
    }

    public string Constant<T>(int[] shape, params T[] values)
        where T : unmanaged
    {
        string name = Name("constant");
        Model.Initializer(name, shape, values);
        return name;
    }

    public string Scalar<T>(T value)
        where T : unmanaged
        => Constant([], value);

    /// <summary>A node with one result, which has the node's name.</summary>
    public string Apply(string op, string[] inputs, params (string, object)[] attributes)
    {
        string name = Name(op.Split(':')[^1]);
        Model.NamedNode(name, op, inputs, [name], attributes);
        return name;
    }

    public string Quantize(string x, float scale, int zero, ElementType element = ElementType.UInt8) =>
        Apply("QuantizeLinear", [x, Scalar(scale), Zero(zero, element)]);

    public string Dequantize(string codes, float scale, int zero, ElementType element = ElementType.UInt8) =>
        Apply("DequantizeLinear", [codes, Scalar(scale), Zero(zero, element)]);

    /// <summary>Codes, scale and zero point by the extremes of x.</summary>
    public string[] QuantizeDynamically(string x)
    {
        string[] names = [Name("codes"), Name("scale"), Name("zero")];
        Model.Node("DynamicQuantizeLinear", [x], names);
        return names;
    }

    /// <summary>Quantize, then Dequantize.</summary>
    public string Fake(string x, float scale, int zero, ElementType element = ElementType.UInt8) =>
        Dequantize(Quantize(x, scale, zero, element), scale, zero, element);

    /// <summary>Constant s8 codes behind a Dequantize with one scale.</summary>
    public string Weights(int[] codes, float scale, params int[] shape) =>
        Dequantize(Constant(shape, Array.ConvertAll(codes, c => (sbyte)c)), scale, 0, ElementType.Int8);

    /// <summary>Constant s8 codes behind a Dequantize with a scale for each index along an axis.</summary>
    public string Weights(int[] codes, float[] scales, int axis, params int[] shape) => Apply(
        "DequantizeLinear",
        [Constant(shape, Array.ConvertAll(codes, c => (sbyte)c)), Constant([scales.Length], scales), Constant([scales.Length], new sbyte[scales.Length])],
        ("axis", axis));

    /// <summary>Constant int32 behind a Dequantize: how quantizers write a bias.</summary>
    public string Bias(int[] codes, float[] scales) => Apply(
        "DequantizeLinear", [Constant([codes.Length], codes), scales.Length == 1 ? Scalar(scales[0]) : Constant([scales.Length], scales)], ("axis", 0));

    public string Zero(int zero, ElementType element) => element switch
    {
        ElementType.UInt8 => Scalar((byte)zero),
        ElementType.Int8 => Scalar((sbyte)zero),
        ElementType.UInt16 => Scalar((ushort)zero),
        ElementType.Int16 => Scalar((short)zero),
        _ => Scalar(zero),
    };

    /// <summary>Publishes results, floats unless the element type says otherwise, and compiles the model.</summary>
    public CompiledPattern Compile(params string[] outputs) => Compile(ElementType.Float32, outputs);

    public CompiledPattern Compile(ElementType element, params string[] outputs)
    {
        foreach (string output in outputs)
        {
            Model.Output(output, element);
        }

        return new CompiledPattern(Model.Build());
    }

    /// <summary>Numbers in −range..range, the same in every run.</summary>
    public static float[] Reals(int count, float range = 2, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * range)];
    }

    /// <summary>Codes from low to high, the same in every run.</summary>
    public static int[] Codes(int count, int low, int high, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(low, high + 1))];
    }

    private string Name(string kind) => $"{kind}_{_count++}";
}
