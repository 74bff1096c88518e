using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx.Schema;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Constants come out the same from raw bytes and from the typed field of their element type.</summary>
public sealed class TensorStorageTests
{
    public static TheoryData<ElementType, double[]> Typed => new()
    {
        { ElementType.Float32, [1.5, -2] },
        { ElementType.Float64, [1.5, -2] },
        { ElementType.Float16, [1.5, -2] },
        { ElementType.BFloat16, [1.5, -2] },
        { ElementType.UInt8, [200, 0] },
        { ElementType.Int8, [-128, 127] },
        { ElementType.UInt16, [65535, 1] },
        { ElementType.Int16, [-32768, 5] },
        { ElementType.Int32, [int.MinValue, 7] },
        { ElementType.UInt32, [uint.MaxValue, 7] },
        { ElementType.Int64, [-5e15, 7] },
        { ElementType.UInt64, [5e15, 7] },
        { ElementType.Bool, [1, 0] },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public void Typed_fields_hold_every_element_type(ElementType element, double[] values)
    {
        var tensor = new TensorProto { Name = "c", DataType = Compiler.Onnx.OnnxDataType.FromElementType(element) };
        tensor.Dims.Add(values.Length);
        switch (element)
        {
            case ElementType.Float32:
                tensor.FloatData.Add(values.Select(v => (float)v));
                break;
            case ElementType.Float64:
                tensor.DoubleData.Add(values);
                break;
            case ElementType.Float16:
                tensor.Int32Data.Add(values.Select(v => (int)BitConverter.HalfToUInt16Bits((Half)v)));
                break;
            case ElementType.BFloat16:
                tensor.Int32Data.Add(values.Select(v => BitConverter.SingleToInt32Bits((float)v) >> 16 & 0xFFFF));
                break;
            case ElementType.Int64:
                tensor.Int64Data.Add(values.Select(v => (long)v));
                break;
            case ElementType.UInt32 or ElementType.UInt64:
                tensor.Uint64Data.Add(values.Select(v => (ulong)v));
                break;
            default:
                tensor.Int32Data.Add(values.Select(v => (int)v));
                break;
        }

        TensorData data = Import(tensor, element).Data!;

        Assert.Equal(element, data.Element);
        Assert.Equal(values, Enumerable.Range(0, data.Length).Select(data.FloatAt));
    }

    [Fact]
    public void Too_few_bytes_are_malformed()
    {
        TensorProto tensor = OnnxBuilder.Tensor("c", TensorData.Floats(new Shape(2), 1, 2));
        tensor.Dims[0] = 3;

        Problem problem = Importing.Refused(Builder(tensor, ElementType.Float32));

        Assert.Equal(ProblemKind.MalformedModel, problem.Kind);
        Assert.Contains("'c'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Impossible_dimensions_are_malformed(long dimension)
    {
        TensorProto tensor = OnnxBuilder.Tensor("c", TensorData.Floats(new Shape(2), 1, 2));
        tensor.Dims.Add(dimension);

        Assert.Equal(ProblemKind.MalformedModel, Importing.Refused(Builder(tensor, ElementType.Float32)).Kind);
    }

    [Theory]
    [InlineData(8, "string")]
    [InlineData(14, "complex64")]
    public void Other_element_types_are_refused_by_name(int dataType, string name)
    {
        Problem problem = Importing.Refused(Builder(new TensorProto { Name = "c", DataType = dataType, Dims = { 0 } }, ElementType.Float32));

        Assert.Equal(ProblemKind.UnsupportedType, problem.Kind);
        Assert.Contains(name, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.Int4, new byte[] { 0x87, 0x0F }, new long[] { 7, -8, -1 })]
    [InlineData(ElementType.UInt4, new byte[] { 0x87, 0x0F }, new long[] { 7, 8, 15 })]
    [InlineData(ElementType.Int2, new byte[] { 0b_00_11_10_01 }, new long[] { 1, -2, -1 })]
    [InlineData(ElementType.UInt2, new byte[] { 0b_00_11_10_01 }, new long[] { 1, 2, 3 })]
    public void Elements_below_a_byte_are_unpacked_from_the_low_bits_on(ElementType element, byte[] packed, long[] values)
    {
        var tensor = new TensorProto { Name = "c", DataType = Compiler.Onnx.OnnxDataType.FromElementType(element), Dims = { values.Length } };
        TensorProto typed = tensor.Clone();
        tensor.RawData = Google.Protobuf.ByteString.CopyFrom(packed);
        typed.Int32Data.Add(packed.Select(b => (int)b));

        Assert.All([tensor, typed], t => Assert.Equal(values, Importing.Graph(Builder(t, element)).Outputs[0].Value.Data!.ToLongs()));
    }

    [Fact]
    public void Initializers_listed_as_inputs_are_constants()
    {
        Graph graph = Importing.Graph(new OnnxBuilder(opset: 8, irVersion: 3)
            .Input("x", ElementType.Float32, 2)
            .Input("c", ElementType.Float32, 2)
            .Initializer<float>("c", [2], 1, 2)
            .Node("Add", ["x", "c"], ["y"])
            .Output("y"));

        Assert.Equal("x", Assert.Single(graph.Inputs).Name);
    }

    public static TheoryData<string, object, float[]> ConstantForms => new()
    {
        { "value", TensorData.Floats(new Shape(2), 1, 2), [1, 2] },
        { "value_float", 3f, [3] },
        { "value_floats", new[] { 4f, 5f }, [4, 5] },
        { "value_int", 6, [6] },
        { "value_ints", new[] { 7, 8, 9 }, [7, 8, 9] },
    };

    [Theory]
    [MemberData(nameof(ConstantForms))]
    public void Constant_nodes_have_a_value_in_any_form(string attribute, object value, float[] expected)
    {
        Graph graph = Importing.Graph(new OnnxBuilder().Node("Constant", [], ["y"], (attribute, value)).Output("y"));

        Assert.Equal(expected, graph.Outputs[0].Value.Data!.ToFloats());
    }

    [Fact]
    public void A_text_constant_is_refused() =>
        Assert.Equal(ProblemKind.UnsupportedType, Importing.Refused(new OnnxBuilder().Node("Constant", [], ["y"], ("value_string", "text")).Output("y")).Kind);

    private static Value Import(TensorProto tensor, ElementType element) => Importing.Graph(Builder(tensor, element)).Outputs[0].Value;

    private static OnnxBuilder Builder(TensorProto tensor, ElementType element)
    {
        OnnxBuilder builder = new OnnxBuilder().Node("Identity", ["c"], ["y"]).Output("y", element);
        builder.Model.Graph.Initializer.Add(tensor);
        return builder;
    }
}
