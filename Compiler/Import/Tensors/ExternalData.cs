using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import.Tensors;

/// <summary>The files beside a model that hold its large tensors. Names come from the model, so they must stay inside its folder.</summary>
internal sealed class ExternalData(Func<string, byte[]?>? readSibling)
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>The bytes of a tensor that fill <paramref name="length"/>.</summary>
    /// <exception cref="ImportException">The name leaves the folder, the file is absent, or the range does not fit.</exception>
    public byte[] Read(OnnxTensor tensor, long length)
    {
        string location = tensor.External!.TryGetValue("location", out string? value) ? value : "";
        if (!IsInside(location))
        {
            throw new ImportException(
                ProblemKind.MalformedModel,
                $"tensor {Printable.Quote(tensor.Name)} is stored in {Printable.Quote(location)}, which is no plain relative path inside the model's folder; Octavo reads no other files.");
        }

        byte[] file = File(location);
        long offset = Number(tensor, "offset", 0);
        long declared = Number(tensor, "length", length);
        if (declared != length)
        {
            throw new ImportException(
                ProblemKind.MalformedModel, $"tensor {Printable.Quote(tensor.Name)} takes {length} bytes and its external data states {declared}.");
        }

        if (offset > file.Length || length > file.Length - offset)
        {
            throw new ImportException(
                ProblemKind.MalformedModel,
                $"tensor {Printable.Quote(tensor.Name)} is stored at bytes {offset} to {offset + length} of {Printable.Quote(location)}, which has {file.Length}; the file is truncated or of another model.");
        }

        return file.AsSpan((int)offset, (int)length).ToArray();
    }

    /// <summary>Slashes separate folders; backslashes, drive letters, leading slashes and steps upwards are refused.</summary>
    public static bool IsInside(string location) =>
        location.Length > 0
        && location.All(c => c is not ('\\' or ':') && !char.IsControl(c))
        && location.Split('/').All(part => part.Length > 0 && part.Trim() == part && part.TrimEnd('.').Length > 0);

    private byte[] File(string location)
    {
        if (!_files.TryGetValue(location, out byte[]? file))
        {
            try
            {
                file = readSibling?.Invoke(location);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                file = null;
            }

            _files[location] = file ?? throw new ImportException(
                ProblemKind.MissingExternalData,
                $"The model keeps constants in the file {Printable.Quote(location)}, which cannot be read; put it beside the model.");
        }

        return file;
    }

    private static long Number(OnnxTensor tensor, string key, long absent)
    {
        if (!tensor.External!.TryGetValue(key, out string? text))
        {
            return absent;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new ImportException(
                ProblemKind.MalformedModel, $"tensor {Printable.Quote(tensor.Name)} states the external {key} {Printable.Quote(text)}, which is no size.");
    }
}
