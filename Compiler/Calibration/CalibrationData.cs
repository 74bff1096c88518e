using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Quantizing;

namespace Octavo.Compiler.Calibration;

/// <summary>A calibration of a model: what its float tensors look like on data, and how it is to be quantized.</summary>
public sealed record CalibrationData
{
    /// <summary>The model's file name, for people.</summary>
    public required string Model { get; init; }

    /// <summary>Of the model's file, lower-case hexadecimal: a calibration of another model is refused.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The number of samples that were run.</summary>
    public required long Samples { get; init; }

    /// <summary>How a build quantizes the model; the default of <c>octavo quantize</c>.</summary>
    public QuantizationSettings Settings { get; init; } = new();

    public required IReadOnlyDictionary<string, TensorStatistics> Tensors { get; init; }

    /// <summary>Tensors whose channels a quantization may make alike, in that form; see <see cref="ChannelEqualization"/>.</summary>
    public IReadOnlyDictionary<string, EqualizedTensor> Equalized { get; init; } = new Dictionary<string, EqualizedTensor>();

    /// <summary>The calibration of a model in which some tensors have their equalized form.</summary>
    public CalibrationData Of(IEnumerable<string> equalized)
    {
        var tensors = Tensors.ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
        foreach (string tensor in equalized.Where(Equalized.ContainsKey))
        {
            tensors[tensor] = Equalized[tensor].Statistics;
        }

        return this with { Tensors = tensors };
    }

    /// <summary>A calibration that holds settings alone, for what needs no data.</summary>
    public static CalibrationData WithoutSamples(ModelSource source) =>
        new() { Model = source.FileName, Sha256 = HashOf(source.Bytes), Samples = 0, Tensors = new Dictionary<string, TensorStatistics>() };

    /// <summary>The hash by which a calibration knows its model.</summary>
    public static string HashOf(byte[] model)
    {
        using var sha = System.Security.Cryptography.SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(model)).Replace("-", "").ToLowerInvariant();
    }
}
