using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Tool.Data;

/// <summary>The right classes of samples: an idx or .npy file, or text with a number a line.</summary>
internal static class Labels
{
    public static IReadOnlyList<int> Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CommandException($"'{path}' is a folder; name a file in it.");
        }

        using Stream stream = Readers.Open(path);
        switch (Readers.Kind(path))
        {
            case ".idx":
                return Integers(IdxReader.ReadAll(stream, path), path);
            case ".npy":
                return Integers(NpyReader.ReadAll(stream, path), path);
            default:
                using (var text = new StreamReader(stream))
                {
                    return [.. text.ReadToEnd().Split((char[])['\n', '\r', ' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries).Select(line =>
                        int.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int label) ? label : throw new CommandException($"{path} holds '{line}', which is no label."))];
                }
        }
    }

    private static int[] Integers(TensorData labels, string path) => labels.Element.IsFloat()
        ? throw new CommandException($"{path} holds {labels.Element.ShortName()}, and labels are integers.")
        : Array.ConvertAll(labels.ToLongs(), l => l is >= int.MinValue and <= int.MaxValue ? (int)l : throw new CommandException($"{path} holds {l}, which is no label."));
}
