using System.Collections.Generic;
using System.Linq;

namespace Octavo.Benchmarks.Layers;

/// <summary>A convolution of one image with a square kernel, padded so that only the stride shrinks it.</summary>
/// <param name="Inputs">Channels.</param>
/// <param name="Outputs">Channels.</param>
/// <param name="Size">Height and width of the input.</param>
/// <param name="Groups">1, or the number of channels when the convolution is depthwise.</param>
internal sealed record LayerShape(int Inputs, int Outputs, int Size, int Kernel, int Stride = 1, int Groups = 1)
{
    /// <summary>Layers of ResNet-50 and MobileNetV2.</summary>
    public static IReadOnlyList<LayerShape> All { get; } =
    [
        new(3, 64, 224, 7, Stride: 2),
        new(64, 64, 56, 1),
        new(64, 64, 56, 3),
        new(64, 256, 56, 1),
        new(256, 128, 56, 1),
        new(128, 128, 28, 3),
        new(256, 256, 14, 3),
        new(512, 512, 7, 3),
        new(1024, 256, 14, 1),
        new(2048, 512, 7, 1),
        new(96, 96, 112, 3, Stride: 2, Groups: 96),
        new(144, 144, 56, 3, Groups: 144),
        new(960, 960, 7, 3, Groups: 960),
        new(24, 144, 56, 1),
        new(144, 24, 56, 1),
        new(960, 320, 7, 1),
    ];

    /// <summary>Those of them that have blocks to prune, and products of one row.</summary>
    public static IReadOnlyList<LayerShape> Prunable { get; } =
        [.. All.Where(shape => shape.Groups == 1 && shape.Inputs % 4 == 0), new(128, 128, 1, 1), new(1024, 1000, 1, 1), new(4096, 4096, 1, 1)];

    public int Padding => (Kernel - 1) / 2;

    /// <summary>Height and width of the output.</summary>
    public int OutputSize => ((Size + (2 * Padding) - Kernel) / Stride) + 1;

    public long MultiplyAccumulates => (long)OutputSize * OutputSize * Outputs * Kernel * Kernel * (Inputs / Groups);

    public string Name => $"{(Groups == 1 ? $"{Inputs}→{Outputs}" : $"depthwise {Outputs}")}, {Size}, {Kernel}×{Kernel}{(Stride == 1 ? "" : $"/{Stride}")}";
}
