using System;
using System.Collections.Generic;

namespace Octavo.Benchmarks.Networks;

/// <summary>Networks of well-known shapes. What a network costs depends on its shapes, not on what it knows.</summary>
/// <param name="Build">Writes the ONNX file.</param>
/// <param name="Style">How it is quantized.</param>
/// <param name="Tolerance">How far an output may be from ONNX Runtime's.</param>
internal sealed record SyntheticNetwork(string Name, Func<byte[]> Build, string Style = "QDQ", double Tolerance = SyntheticNetwork.OutputStep)
{
    /// <summary>One code of the output, and a little more for the rounding of the difference.</summary>
    public const double OutputStep = 1.001 * 8 / 255;

    /// <summary>
    /// A float that differs in its last bit may move a code of the next quantization by 1, that moves a row of sums, and these many codes of the next layer:
    /// the last bits of all inputs change outputs, of deviation 1, by up to 0.064.
    /// </summary>
    public const double EncoderTolerance = 0.15;

    /// <summary>Sums of numbers around 1 in another order.</summary>
    public const double FloatTolerance = 1e-4;

    public static IReadOnlyList<SyntheticNetwork> All { get; } =
    [
        new("mobilenet_v1_224", () => MobileNet.V1(size: 224, width: 1, classes: 1000)),
        new("mobilenet_v2_224", () => MobileNet.V2(signed: false)),
        new("mobilenet_v2_224_s8", () => MobileNet.V2(signed: true)),
        new("resnet18", () => ResNet.Standard([2, 2, 2, 2], bottleneck: false)),
        new("resnet50", () => ResNet.Standard([3, 4, 6, 3], bottleneck: true)),
        new("resnet8_cifar", ResNet.Tiny),
        new("dscnn_kws", TinyNetworks.KeywordSpotting),
        new("mobilenet_v1_025_96", () => MobileNet.V1(size: 96, width: 0.25, classes: 2)),
        new("ad_autoencoder", () => TinyNetworks.Dense(640, 128, 128, 128, 128, 8, 128, 128, 128, 128, 640)),
        new("mlp_mnist", () => TinyNetworks.Dense(784, 256, 128, 10)),
        new("transformer_4x256", () => TransformerEncoder.Build(layers: 4, tokens: 128, width: 256, heads: 4, inner: 1024), Style: "dynamic", EncoderTolerance),
        new("dense_1x4096_4bit", () => WeightOnly.Dense(rows: 1, inputs: 4096, outputs: 4096, bits: 4, accuracyLevel: 0), Style: "weight-only", FloatTolerance),
        new("dense_128x1024_4bit", () => WeightOnly.Dense(rows: 128, inputs: 1024, outputs: 1024, bits: 4, accuracyLevel: 0), Style: "weight-only", FloatTolerance),
        new("dense_1x4096_4bit_int8", () => WeightOnly.Dense(rows: 1, inputs: 4096, outputs: 4096, bits: 4, accuracyLevel: 4), Style: "weight-only", FloatTolerance),
        new("dense_128x1024_4bit_int8", () => WeightOnly.Dense(rows: 128, inputs: 1024, outputs: 1024, bits: 4, accuracyLevel: 4), Style: "weight-only", FloatTolerance),
        new("dense_1x4096_8bit_int8", () => WeightOnly.Dense(rows: 1, inputs: 4096, outputs: 4096, bits: 8, accuracyLevel: 4), Style: "weight-only", FloatTolerance),
    ];
}
