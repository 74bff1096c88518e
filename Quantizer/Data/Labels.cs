using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Octavo.Tool.Data;

/// <summary>The right classes of samples: an idx or .npy file, or text with a number a line.</summary>
internal static class Labels
{
    public static IReadOnlyList<int> Read(string path)
    {
        using Stream stream = Readers.Open(path);
        switch (Readers.Kind(path))
        {
            case ".idx":
                return IdxReader.ReadAll(stream, path).ToInts();
            case ".npy":
                return NpyReader.ReadAll(stream, path).ToInts();
            default:
                using (var text = new StreamReader(stream))
                {
                    return [.. text.ReadToEnd().Split((char[])['\n', '\r', ' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries).Select(line =>
                        int.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int label) ? label : throw new CommandException($"{path} holds '{line}', which is no label."))];
                }
        }
    }
}
