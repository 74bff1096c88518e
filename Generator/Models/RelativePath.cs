using System;
using System.Linq;

namespace Octavo.Generator.Models;

/// <summary>netstandard2.0 has no <c>Path.GetRelativePath</c>.</summary>
internal static class RelativePath
{
    /// <summary>The path, with forward slashes, that leads from a folder to a file; the file's absolute path when they share no root.</summary>
    public static string From(string folder, string file)
    {
        string[] from = Parts(folder);
        string[] to = Parts(file);
        if (from.Length == 0 || to.Length == 0 || from[0] != to[0])
            return file;

        int common = 0;
        while (common < from.Length && common < to.Length - 1 && from[common] == to[common])
            common++;
        return string.Join("/", Enumerable.Repeat("..", from.Length - common).Concat(to.Skip(common)));
    }

    // A backslash separates on Windows only; elsewhere it may be part of a name. The root of an absolute Unix path is the empty first part.
    private static string[] Parts(string path)
    {
        string unified = System.IO.Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;
        return unified.TrimEnd('/').Split(['/'], StringSplitOptions.None);
    }
}
