using System;
using System.IO;

namespace Octavo.Generator.Tests.Support;

/// <summary>The networks and test cases that are kept beside the repository, in <c>../shared</c>; not every checkout has them.</summary>
public static class SharedData
{
    /// <summary>The data folder, or null when it is absent.</summary>
    public static string? Root { get; } = Locate();

    public static bool IsPresent => Root is not null;

    /// <summary>What a skipped test says.</summary>
    public const string Absent = "../shared is absent";

    /// <summary>A file or folder of the data, by its parts.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root ?? throw new InvalidOperationException(Absent), .. parts]);

    private static string? Locate()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Compiler.sln")))
            {
                string shared = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "..", "shared"));
                return Directory.Exists(shared) ? shared : null;
            }
        }

        return null;
    }
}
