using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>GroupQueryAttention: what a call computes for all steps at once, calls with a buffer of keys and values compute one after the other.</summary>
public sealed class GroupQueryTests
{
    private const int Heads = 4, Shared = 2, Size = 4, Steps = 5, Buffer = 8;

    private static readonly TensorData _q = Numbers(1, 1, Steps, Heads * Size), _k = Numbers(2, 1, Steps, Shared * Size), _v = Numbers(3, 1, Steps, Shared * Size);
    private static readonly TensorData _cos = Numbers(4, 16, Size / 2), _sin = Numbers(5, 16, Size / 2);

    public static TheoryData<string, object> Attributes => new() { { "softcap", 0.7f }, { "scale", 0.9f }, { "smooth_softmax", 1 }, { "local_window_size", 2 }, { "do_rotary", 1 }, { "rotary_interleaved", 1 } };

    [Theory]
    [MemberData(nameof(Attributes))]
    public void Steps_come_together_or_one_by_one(string name, object value)
    {
        (string, object)[] attributes = name == "rotary_interleaved" ? [("do_rotary", 1), (name, value)] : [(name, value)];
        float[] together = Call(_q, _k, _v, null, null, [Steps - 1], Steps, attributes)[0].ToFloats();
        TensorData pastKeys = new(ElementType.Float32, new Shape(1, Shared, Buffer, Size)), pastValues = pastKeys;
        for (int step = 0; step < Steps; step++)
        {
            IReadOnlyList<TensorData> results = Call(At(_q, step), At(_k, step), At(_v, step), pastKeys, pastValues, [step], step + 1, attributes);
            (pastKeys, pastValues) = (results[1], results[2]);
            AssertClose(together[(step * Heads * Size)..((step + 1) * Heads * Size)], results[0].ToFloats());
        }
    }

    [Fact]
    public void Each_item_has_its_own_length()
    {
        TensorData past = Numbers(6, 1, Shared, Buffer, Size);
        float[] Alone(int length) => Call(At(_q, 0), At(_k, 0), At(_v, 0), past, past, [length], length + 1)[0].ToFloats();
        static TensorData Twice(TensorData x) => TensorData.Floats(x.Shape.With(0, 2), [.. x.ToFloats(), .. x.ToFloats()]);
        IReadOnlyList<TensorData> both = Call(Twice(At(_q, 0)), Twice(At(_k, 0)), Twice(At(_v, 0)), Twice(past), Twice(past), [5, 2], 6);
        AssertClose([.. Alone(5), .. Alone(2)], both[0].ToFloats());
        // Behind the entries of the second item come zeros.
        Assert.All(both[1].ToFloats()[^((Buffer - 3) * Size)..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Heads_share_keys_and_values_and_see_the_past_only()
    {
        float[] y = Call(_q, _k, _v, null, null, [Steps - 1], Steps)[0].ToFloats();
        // The first step sees itself only: each pair of heads gives the values of the one that it shares.
        Assert.Equal([.. _v.ToFloats()[..Size], .. _v.ToFloats()[..Size], .. _v.ToFloats()[Size..(2 * Size)], .. _v.ToFloats()[Size..(2 * Size)]], y[..(Heads * Size)]);
    }

    [Fact]
    public void Queries_keys_and_values_may_be_one_tensor()
    {
        float[] packed = [.. Enumerable.Range(0, Steps).SelectMany(step => (float[])[.. At(_q, step).ToFloats(), .. At(_k, step).ToFloats(), .. At(_v, step).ToFloats()])];
        AssertClose(
            Call(_q, _k, _v, null, null, [Steps - 1], Steps)[0].ToFloats(),
            Call(TensorData.Floats(new Shape(1, Steps, (Heads + (2 * Shared)) * Size), packed), null, null, null, null, [Steps - 1], Steps)[0].ToFloats());
    }

    private static IReadOnlyList<TensorData> Call(TensorData q, TensorData? k, TensorData? v, TensorData? pastKeys, TensorData? pastValues, int[] lengths, int total, params (string, object)[] attributes)
    {
        (string Name, TensorData? Data)[] operands =
            [("q", q), ("k", k), ("v", v), ("pk", pastKeys), ("pv", pastValues), ("lengths", TensorData.Ints(new Shape(lengths.Length), lengths)), ("total", TensorData.Ints(Shape.Scalar, total)), ("cos", _cos), ("sin", _sin)];
        OnnxBuilder model = new OnnxBuilder().Opset("com.microsoft", 1);
        List<TensorData> inputs = [];
        foreach ((string name, TensorData? data) in operands.Where(o => o.Data is not null))
        {
            if (name is "lengths" && lengths.Length > 1)
            {
                model.Input(name, ElementType.Int32, lengths.Length);
                inputs.Add(data!);
            }
            else
            {
                model.Initializer(name, data!);
            }
        }

        model.Node("com.microsoft:GroupQueryAttention", [.. operands.Select(o => o.Data is null ? "" : o.Name)], ["y", "keys", "values"], [("num_heads", Heads), ("kv_num_heads", Shared), .. attributes])
            .Output("y").Output("keys").Output("values");
        return Evaluator.Run(Importing.Graph(model), inputs);
    }

    private static TensorData At(TensorData x, int step) => TensorData.Floats(new Shape(1, 1, x.Shape[2]), x.ToFloats()[(step * x.Shape[2])..((step + 1) * x.Shape[2])]);

    private static TensorData Numbers(int seed, params int[] shape) => Lowered.Random(new Random(seed), ElementType.Float32, shape);

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
