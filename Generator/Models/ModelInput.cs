using System;
using System.IO;
using System.Linq;
using System.Text;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;

namespace Octavo.Generator.Models;

/// <summary>Reads what a descriptor describes, and nothing else: a file that is no longer the one described is refused.</summary>
internal static class ModelInput
{
    /// <summary>The model, quantized when it has a calibration.</summary>
    /// <exception cref="ModelException">The model cannot be read or quantized, or is not the one described.</exception>
    public static ModelSource Open(ModelDescriptor descriptor)
    {
        byte[] bytes = ModelFile.TryRead(descriptor.ModelPath, out string reason)
            ?? throw new ModelException(ProblemKind.MalformedModel, $"The model '{descriptor.FileName}' cannot be read: {reason}");
        Verify(descriptor.FileName, bytes, descriptor.Sha256);
        var source = new ModelSource(descriptor.FileName, bytes, name => ReadDescribedSibling(descriptor, name));
        return descriptor.Calibration is null ? source : Quantized(source, descriptor);
    }

    /// <summary>The file that the command line would have written from the same model and calibration.</summary>
    private static ModelSource Quantized(ModelSource source, ModelDescriptor descriptor)
    {
        byte[] text = ReadDescribedSibling(descriptor, descriptor.Calibration!)
            ?? throw new ModelException(ProblemKind.StaleWeights, $"The calibration '{descriptor.Calibration}' cannot be read. Build the project again.");
        CalibrationData calibration = CalibrationFile.Read(Encoding.UTF8.GetString(text), descriptor.Calibration!);
        return source with { Bytes = ModelQuantizer.Quantize(source, calibration, calibration.Settings, descriptor.Options).Onnx };
    }

    /// <summary>Reads a file beside the model; null when there is none. Names that leave the model's folder find nothing.</summary>
    public static byte[]? ReadSibling(string modelPath, string name)
    {
        if (name.IndexOf('\0') >= 0)
            return null;
        string folder = Path.GetDirectoryName(modelPath)!;
        string path = Path.GetFullPath(Path.Combine(folder, name));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? ModelFile.TryRead(path, out _) : null;
    }

    private static byte[]? ReadDescribedSibling(ModelDescriptor descriptor, string name)
    {
        byte[]? bytes = ReadSibling(descriptor.ModelPath, name);
        if (bytes is not null)
            Verify(name, bytes, descriptor.ExternalFiles.FirstOrDefault(file => file.Name == name)?.Sha256 ?? ModelFile.Unreadable);
        return bytes;
    }

    private static void Verify(string fileName, byte[] bytes, string sha256)
    {
        if (ModelFile.Sha256(bytes) != sha256)
            throw new ModelException(ProblemKind.StaleWeights, $"The file '{fileName}' has changed since its weights were prepared. Build the project again.");
    }
}
