using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>
/// Random networks of quantized images against the reference: what is tested here is where tensors lie - views, halos, sharing in place and the arena - since
/// every wrong byte shows in some output.
/// </summary>
public sealed class RandomGraphTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public void Generated_code_equals_the_reference(int seed)
    {
        var random = new Random(seed);
        Graph graph = new NetworkMaker(random).Make();
        Lowered.AssertMatchesReference(graph, [.. graph.Inputs.Select(i => Lowered.Random(random, i.Type.Element, i.Shape.ToArray()))]);
    }

    private sealed class NetworkMaker(Random random)
    {
        private readonly Graph _graph = new("random");
        private readonly List<Value> _images = [];
        private int _names;

        public Graph Make()
        {
            var input = new Value("image", new TensorType(ElementType.Float32, new Shape(1, 3, 8 + random.Next(6), 8 + random.Next(6))));
            _graph.Inputs.Add(input);
            Value nhwc = Add(new Transpose([0, 2, 3, 1]), [input], new TensorType(ElementType.Float32, new Shape(1, input.Shape[2], input.Shape[3], 3)));
            _images.Add(Add(new Quantize(), [nhwc], Codes(nhwc.Shape)));
            if (random.Next(2) == 0)
            {
                var codes = new Value("codes", Codes(nhwc.Shape.With(3, 1 + random.Next(9))));
                _graph.Inputs.Add(codes);
                _images.Add(codes);
            }

            int layers = 6 + random.Next(16);
            for (int i = 0; i < layers; i++)
            {
                _images.AddRange(Layer(_images[^(1 + random.Next(Math.Min(4, _images.Count)))]));
            }

            foreach (Value image in _images.Where(v => _graph.Consumers(v).Count == 0 || random.Next(8) == 0).ToArray())
            {
                Value output = random.Next(3) switch
                {
                    0 => image,
                    1 => Add(new Reshape(new Shape((int)image.Shape.Length)), [image], image.Type with { Shape = new Shape((int)image.Shape.Length) }),
                    _ => Planar(image),
                };
                _graph.Outputs.Add(new GraphOutput("output" + _graph.Outputs.Count, output));
            }

            return _graph;
        }

        private Value[] Layer(Value x)
        {
            Shape s = x.Shape;
            switch (random.Next(12))
            {
                case 0 or 1:
                    return [Convolution(x, random.Next(2) == 0 ? 1 : 3, 1 + random.Next(24), 1)];
                case 2:
                    return [Convolution(x, 3, s[3], s[3])];
                case 3:
                    byte[] table = new byte[256];
                    random.NextBytes(table);
                    return [Add(new Lookup(table), [x], x.Type)];
                case 4 when _images.Find(v => v != x && v.Shape.Equals(s)) is { } other:
                    return [Add(new Binary(random.Next(2) == 0 ? BinaryKind.Add : BinaryKind.Mul), [x, other], Codes(s))];
                case 5 or 6:
                    Value[] parts = [.. _images.Where(v => v.Shape.With(3, 0).Equals(s.With(3, 0)) && Equals(v.Type.Quantization, x.Type.Quantization)).Take(3)];
                    return [Add(new Concat(3), parts, x.Type with { Shape = s.With(3, parts.Sum(p => p.Shape[3])) })];
                case 7 or 8 when s[3] > 1:
                    int first = 1 + random.Next(s[3] - 1);
                    Node split = _graph.AddNode(new Split(3, [first, s[3] - first]), Name(), [x], x.Type with { Shape = s.With(3, first) }, x.Type with { Shape = s.With(3, s[3] - first) });
                    return [.. split.Outputs];
                case 9 when s[1] > 2 && s[2] > 2:
                    var slice = new Slice([0, 1, random.Next(2), 0], [1, 1, 1 + random.Next(2), 1], [1, s[1] - 1, (s[2] - 1) / 2, s[3]]);
                    return [Add(slice, [x], x.Type with { Shape = new Shape(slice.Sizes) })];
                case 10:
                    Window window = Window(2 + random.Next(2), 1 + random.Next(2));
                    return [Pool(random.Next(2) == 0 ? new MaxPool(window, true) : new AveragePool(window, random.Next(2) == 0, true), x)];
                default:
                    return [Add(new Transpose([0, 2, 1, 3]), [x], x.Type with { Shape = new Shape(s[0], s[2], s[1], s[3]) })];
            }
        }

        private Value Convolution(Value x, int kernel, int channels, int groups)
        {
            int inputs = x.Shape[3];
            channels = groups == 1 ? channels : inputs;
            var data = new TensorData(ElementType.Int8, new Shape(channels, inputs / groups, kernel, kernel));
            random.NextBytes(data.Bytes);
            var w = new Value("w", data, new Quantization(0.01f, 0));
            var conv = new Conv { Window = Window(kernel, 1 + random.Next(2)), Group = groups, ChannelsLast = true };
            TensorType y = Codes(conv.InferShapes([x.Shape, w.Shape])[0]);
            if (_images.Find(v => v.Shape.Equals(y.Shape)) is { } residual && random.Next(2) == 0)
            {
                conv = conv with { Residual = new Residual(ElementType.UInt8, Codes(y.Shape).Quantization!, null, random.Next(2) == 0) };
                return Add(conv, [x, w, null, residual], y);
            }

            return Add(conv, [x, w], y);
        }

        private Window Window(int kernel, int stride) => new()
        {
            Kernel = [kernel, kernel],
            Strides = [stride, stride],
            Dilations = [1, 1],
            PadsBegin = [kernel / 2, random.Next(kernel / 2 + 1)],
            PadsEnd = [random.Next(kernel / 2 + 1), kernel / 2],
        };

        private Value Pool(Operator op, Value x)
        {
            Shape shape;
            try
            {
                shape = op.InferShapes([x.Shape])[0];
            }
            catch (ShapeException)
            {
                return x;
            }

            return Add(op, [x], op is MaxPool ? x.Type with { Shape = shape } : Codes(shape));
        }

        private Value Planar(Value image)
        {
            Value floats = Add(new Dequantize(), [image], new TensorType(ElementType.Float32, image.Shape));
            Shape s = image.Shape;
            return Add(new Transpose([0, 3, 1, 2]), [floats], new TensorType(ElementType.Float32, new Shape(s[0], s[3], s[1], s[2])));
        }

        private Value Add(Operator op, Value?[] inputs, TensorType type) => _graph.Add(op, Name(), inputs, type);

        private string Name() => "n" + _names++;

        private TensorType Codes(Shape shape) => new(ElementType.UInt8, shape, new Quantization(0.05f + (random.Next(2) * 0.2f), 100 + random.Next(2)));
    }
}
